import {setTimeout as sleep} from "node:timers/promises";
import {createLogUpdate} from "log-update";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {bar, clip} from "./bar.js";

/** A study as it is at a moment. */
export interface WatchedStudy {
  manifest: StudyManifest;
  lines: string[]; // all that is known of it
  line: string; // the same in short, for logs
}

export interface WatchOptions {
  signal?: AbortSignal;
  stream?: NodeJS.WriteStream; // defaults to standard output
  everyInMs?: number; // between two looks
}

const silentAtMostInMs = 15_000;
const plainEveryInMs = 5000;
const shareOfTime = 10; // a look at large journals takes at most a tenth of the time

/**
 * Shows running studies until none runs any more: in place on a terminal, else a line when something changed, and at
 * least every 15 s. Resolves to the studies as they ended; throws the signal's reason.
 */
export async function watchStudies(
  look: () => Promise<WatchedStudy[]>,
  {signal, stream = process.stdout, everyInMs = 2000}: WatchOptions = {}
): Promise<WatchedStudy[]> {
  const display = stream.isTTY ? new LiveDisplay(stream) : new PlainDisplay(stream);
  try {
    for (;;) {
      const begun = performance.now();
      const studies = await look();
      if (!studies.some(({manifest}) => manifest.state === "running")) return studies;
      display.show(studies);
      const took = performance.now() - begun;
      await sleep(Math.max(everyInMs, shareOfTime * took), undefined, {signal});
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    display.end();
  }
}

class LiveDisplay {
  readonly #update;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.#update = createLogUpdate(stream);
  }

  show(studies: readonly WatchedStudy[]): void {
    const {columns = 80, rows = 24} = this.stream;
    const lines = studies.flatMap(({manifest, lines}) => [...lines, ...bars(manifest)]);
    this.#update(
      lines
        .slice(0, rows - 1)
        .map((line) => clip(line, columns))
        .join("\n")
    );
  }

  /** Takes the block away: what is said at the end is said once. */
  end(): void {
    this.#update.clear();
    this.#update.done();
  }
}

class PlainDisplay {
  #last = -Infinity; // when a line was last written
  #said = "";

  constructor(private readonly stream: NodeJS.WriteStream) {}

  show(studies: readonly WatchedStudy[]): void {
    const running = studies.filter(({manifest}) => manifest.state === "running");
    const text = running.map(({line}) => `${line}\n`).join("");
    const since = performance.now() - this.#last;
    if (since < silentAtMostInMs && (text === this.#said || since < plainEveryInMs)) return;
    this.stream.write(text);
    [this.#last, this.#said] = [performance.now(), text];
  }

  end(): void {
    // nothing to take away
  }
}

/** A bar for each step that runs. */
const bars = ({steps}: StudyManifest): string[] =>
  steps
    .filter(({state, planned}) => state === "running" && planned > 0)
    .map(({name, done, planned}) => `  ${bar(done, planned)} ${name} ${done}/${planned}`);
