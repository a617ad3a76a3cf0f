import {createLogUpdate} from "log-update";
import pc from "picocolors";
import {shortModel} from "../../src/shared/modelNames.js";
import type {Activity} from "../model/activity.js";
import {cureOf} from "../study/run/learning.js";
import type {Progress, StudyProgress} from "../study/run/progress.js";
import {activityInWords, type ShownModel} from "../study/manifest/activity-in-words.js";
import {duration} from "../util/duration.js";
import {bar, clip} from "./bar.js";
import {Heartbeat} from "./heartbeat.js";

const redrawInMs = 200;

interface DisplayOptions {
  stream?: NodeJS.WriteStream; // defaults to standard error
  shown?: ShownModel; // defaults to a model without its address
  plain?: boolean; // lines also on a terminal (default false)
}

/** Shows a running study: a live block on a terminal, else a plain line every few seconds. Ends with the study. */
export function showProgress(
  progress: Progress,
  {stream = process.stderr, shown = shortModel, plain = false}: DisplayOptions = {}
): void {
  if (stream.isTTY && !plain) showLive(progress, stream, shown);
  else showPlain(progress, stream, shown);
}

function showLive(progress: Progress, stream: NodeJS.WriteStream, shown: ShownModel): void {
  const update = createLogUpdate(stream);
  let timer: NodeJS.Timeout | undefined;
  const draw = () => update(liveLines(progress.snapshot(), stream.columns ?? 80, shown).join("\n"));
  progress.onBegin = () => {
    draw();
    timer = setInterval(draw, redrawInMs);
  };
  progress.onEnd = () => {
    clearInterval(timer);
    draw();
    update.done();
  };
}

const plainEveryInMs = 5000;

function showPlain(progress: Progress, stream: NodeJS.WriteStream, shown: ShownModel): void {
  let last = -Infinity; // when the last line was written
  const say = (): void => {
    last = progress.now();
    stream.write(`${plainLine(progress.snapshot(), shown)}\n`);
  };
  const activity = (): Activity => progress.snapshot().activity;
  const heartbeat = new Heartbeat({activity, say, now: () => progress.now()});
  progress.onBegin = () => void heartbeat.start();
  progress.onPart = () => {
    if (progress.now() - last < plainEveryInMs) return;
    say();
    heartbeat.beat();
  };
  progress.onEnd = () => {
    heartbeat.stop();
    say();
  };
}

/** The live block: a line for the study, one for its counts, then what the step shows. */
export function liveLines(snapshot: StudyProgress, columns: number, shown: ShownModel = shortModel): string[] {
  const {study, step, view, done, planned} = snapshot;
  const [head, ...rows] = view?.lines ?? [];
  return [
    `${pc.bold(study)}  ${view?.title ?? step}`,
    `${bar(done, planned)} ${counts(snapshot)}${speed(snapshot)}`,
    ...(head === undefined ? [] : [pc.dim(head)]),
    ...rows,
    ...activityInWords(snapshot.activity, {shown})
  ].map((line) => clip(line, columns));
}

/** The same facts in one line, for logs. */
export function plainLine(snapshot: StudyProgress, shown: ShownModel = shortModel): string {
  const {study, step, view} = snapshot;
  const note = view?.note ? `, ${view.note}` : "";
  const activity = activityInWords(snapshot.activity, {shown}).map((words) => `; ${words}`);
  return `${study}: ${view?.short ?? step}: ${counts(snapshot)}${speed(snapshot)}${note}${activity.join("")}`;
}

const [manyParts, highShare] = [20, 0.3]; // from that many parts on, this share without a score is said to be high

function counts({done, scored, planned, view, mainReason}: StudyProgress): string {
  const unscored = done - scored;
  const why = mainReason === null || unscored === 0 ? "" : `, mainly ${mainReason}`;
  const isHigh = mainReason !== null && done >= manyParts && unscored >= highShare * done;
  const high = isHigh ? ` (${Math.round((100 * unscored) / done)}%: ${cureOf(mainReason)})` : "";
  const unit = view === null ? "" : ` ${view.unit}`;
  const [good, bad] = view?.ends ?? ["scored", "unscored"];
  return `${done}/${planned}${unit} (${scored} ${good}, ${unscored} ${bad}${why}${high})`;
}

function speed({callsPerSecond, replayed, secondsLeft}: StudyProgress): string {
  const calls = callsPerSecond > 0 ? `, ${Math.round(callsPerSecond)} calls/s` : "";
  const left = secondsLeft === null ? "" : `, ${duration(secondsLeft)} left`;
  const journal = replayed > 0 ? `, ${replayed} from the journal` : "";
  return `${calls}${left}${journal}`;
}
