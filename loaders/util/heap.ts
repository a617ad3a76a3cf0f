import {setFlagsFromString} from "node:v8";

const growthPercent = 100;

/**
 * Lets V8's heap grow to twice what is alive, not more: on a machine with much memory it would rather hoard garbage
 * than collect it. For a whole process, at its start.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
