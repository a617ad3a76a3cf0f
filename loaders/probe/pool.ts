import {setImmediate} from "node:timers/promises";
import {settleAll} from "../util/settle.js";

const partsPerTurn = 500; // after these, signals and timers get a turn: the journal answers without waiting

/** Does something with every element, `width` at once. When one fails, waits for those under way and throws. */
export async function forEachAtOnce<T>(
  list: readonly T[],
  width: number,
  act: (element: T, index: number) => Promise<void>
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < list.length && !failed) {
      const index = next++;
      if (index % partsPerTurn === partsPerTurn - 1) await setImmediate();
      try {
        await act(list[index]!, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await settleAll(Array.from({length: Math.min(width, list.length)}, worker));
}
