import {createLogUpdate} from "log-update";
import pc from "picocolors";
import type {Progress, StudyProgress} from "../study/run/progress.js";

const redrawInMs = 200;

/** Shows a running study: a live block on a terminal, else a plain line every few seconds. Ends with the study. */
export function showProgress(progress: Progress, stream: NodeJS.WriteStream = process.stderr): void {
  if (stream.isTTY) showLive(progress, stream);
  else showPlain(progress, stream);
}

function showLive(progress: Progress, stream: NodeJS.WriteStream): void {
  const update = createLogUpdate(stream);
  let timer: NodeJS.Timeout | undefined;
  const draw = () => update(liveLines(progress.snapshot(), stream.columns ?? 80).join("\n"));
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

function showPlain(progress: Progress, stream: NodeJS.WriteStream): void {
  let next = 0;
  const say = () => stream.write(`${plainLine(progress.snapshot())}\n`);
  progress.onPart = () => {
    if (progress.now() < next) return;
    next = progress.now() + plainEveryInMs;
    say();
  };
  progress.onEnd = say;
}

/** The live block: a line for the study, one for its counts, then what the step shows. */
export function liveLines(snapshot: StudyProgress, columns: number): string[] {
  const {study, step, view, done, planned} = snapshot;
  const [head, ...rows] = view?.lines ?? [];
  return [
    `${pc.bold(study)}  ${view?.title ?? step}`,
    `${bar(done / Math.max(1, planned), 20)} ${counts(snapshot)}${speed(snapshot)}`,
    ...(head === undefined ? [] : [pc.dim(head)]),
    ...rows
  ].map((line) => clip(line, columns));
}

/** The same facts in one line, for logs. */
export function plainLine(snapshot: StudyProgress): string {
  const {study, step, view} = snapshot;
  const note = view?.note ? `, ${view.note}` : "";
  return `${study}: ${view?.short ?? step}: ${counts(snapshot)}${speed(snapshot)}${note}`;
}

const counts = ({done, scored, planned, view}: StudyProgress): string =>
  `${done}/${planned}${view === null ? "" : ` ${view.unit}`} (${scored} scored, ${done - scored} unscored)`;

function speed({callsPerSecond, replayed, secondsLeft}: StudyProgress): string {
  const calls = callsPerSecond > 0 ? `, ${Math.round(callsPerSecond)} calls/s` : "";
  const left = secondsLeft === null ? "" : `, ${duration(secondsLeft)} left`;
  const journal = replayed > 0 ? `, ${replayed} from the journal` : "";
  return `${calls}${left}${journal}`;
}

/** Seconds as a person reads them. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${"=".repeat(filled)}${" ".repeat(width - filled)}]`;
}

const escape = String.fromCharCode(27);

/** Cuts a line to the terminal's width; colour codes take no room and are closed. */
function clip(line: string, columns: number): string {
  const plain = line.replaceAll(new RegExp(`${escape}\\[\\d+m`, "g"), "");
  return plain.length <= columns ? line : plain.slice(0, Math.max(0, columns - 1));
}
