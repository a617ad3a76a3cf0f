import {createLogUpdate} from "log-update";
import pc from "picocolors";
import type {Progress, RunProgress, StudyProgress} from "../study/run/progress.js";

const redrawInMs = 200;

/** Shows a running study: a live block on a terminal, else a plain line every few iterations. Ends with the study. */
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
  progress.onIteration = progress.onPart = () => {
    if (progress.now() < next) return;
    next = progress.now() + plainEveryInMs;
    say();
  };
  progress.onEnd = say;
}

/** The live block: a line for the study, a line for each run of the current search. */
export function liveLines(snapshot: StudyProgress, columns: number): string[] {
  const {runs, step} = snapshot;
  if (step.name !== "surf")
    return [
      `${pc.bold(snapshot.study)}  ${step.name}`,
      `${bar(step.done / Math.max(1, step.planned), 20)} ${parts(snapshot)}${speed(snapshot)}`
    ].map((line) => clip(line, columns));
  const [first] = runs;
  const title = first === undefined ? "" : `rubric ${first.rubric}, target ${first.model}`;
  const head = [
    `${pc.bold(snapshot.study)}  search ${snapshot.search}/${snapshot.searches}  ${title}`,
    `${bar(snapshot.done / Math.max(1, snapshot.planned), 20)} ${counts(snapshot)}${speed(snapshot)}`,
    pc.dim("run  iteration  query target judge   scored unscored  buffer top")
  ];
  return [...head, ...runs.map(runLine)].map((line) => clip(line, columns));
}

function runLine({run, iteration, iterations, inFlight, scored, unscored, bufferTop, ended}: RunProgress): string {
  const phases = [inFlight.query, inFlight.target, inFlight.judge].map((count) => String(count).padStart(5)).join(" ");
  const place = `${String(run).padStart(3)}  ${`${iteration}/${iterations}`.padStart(9)}`;
  const counts = `${String(scored).padStart(8)} ${String(unscored).padStart(8)}`;
  const top = bufferTop === null ? "-" : String(Math.round(bufferTop));
  return `${place}  ${phases} ${counts}  ${top.padStart(10)}  ${ended === "running" ? "" : pc.dim(ended)}`;
}

/** The same facts in one line, for logs. */
export function plainLine(snapshot: StudyProgress): string {
  const {runs, study, search, searches, done, scored, step} = snapshot;
  if (step.name !== "surf") return `${study}: ${step.name}: ${parts(snapshot)}${speed(snapshot)}`;
  const iterations = runs.map(({iteration}) => iteration);
  const [first, last] = [Math.min(...iterations), Math.max(...iterations)];
  const span = runs.length === 0 ? "" : ` iteration ${first === last ? first : `${first}-${last}`}`;
  const tops = runs.flatMap(({bufferTop}) => bufferTop ?? []);
  const top = tops.length === 0 ? "" : `, buffer top ${Math.max(...tops)}`;
  return `${study}: search ${search}/${searches} (${runs[0]?.rubric ?? ""})${span}: ${counts(snapshot)} (${scored} scored, ${done - scored} unscored)${speed(snapshot)}${top}`;
}

const parts = ({step: {done, scored, planned}}: StudyProgress): string =>
  `${done}/${planned} (${scored} scored, ${done - scored} unscored)`;

const counts = ({done, planned}: StudyProgress): string => `${done}/${planned} candidates`;

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
