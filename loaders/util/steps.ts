import {setImmediate} from "node:timers/promises";

/** A long computation in steps: at each `yield` it may be left alone for a while. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Takes all steps, one after the other: for a thread that has nothing else to do. */
export function registeredSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const turn = 5; // ms

/** Takes all steps; every few milliseconds what else this thread has to do comes first. */
export async function stepsInTurn<T>(steps: Steps<T>): Promise<T> {
  let started = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - started < turn) continue;
    await setImmediate();
    started = performance.now();
  }
}
