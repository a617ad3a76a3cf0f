import {setImmediate} from "node:timers/promises";
import {settleAll} from "../util/settle.js";

const turn = 500; // parts after which signals and timers are let in, where all comes from the journal

/** Does something with every element, so many at once. When one fails, waits for those under way and throws. */
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
      if (index % turn === turn - 1) await setImmediate();
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
