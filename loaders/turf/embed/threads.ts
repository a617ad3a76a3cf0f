import {availableParallelism} from "node:os";
import {Thread} from "../../util/thread.js";
import type {TextEmbedder} from "./embedder.js";

export interface ThreadedSpec {
  name: string;
  worker: URL; // answers `open` with the dimension, and `embed` (texts) with rows
  open: unknown; // argument of `open`
  threads?: number; // defaults to the number of cores, at most 4
  textsPerCall?: number;
}

const maxThreads = 4; // each holds a model of its own

/** A model that runs in threads of this process: it would block the one that asks. */
export async function openInThreads(spec: ThreadedSpec): Promise<TextEmbedder> {
  const {name, worker, open, textsPerCall = 32} = spec;
  const most = spec.threads ?? Math.min(availableParallelism(), maxThreads);
  const threads: Thread[] = [];
  const start = async (): Promise<number> => {
    const thread = new Thread(worker);
    threads.push(thread);
    return thread.call<number>("open", open);
  };
  const dimension = await start();
  return {
    name,
    free: true,
    dimension,
    async embed(texts, {signal, onProgress} = {}) {
      const rows = new Float32Array(texts.length * dimension);
      const calls = Math.ceil(texts.length / textsPerCall);
      while (threads.length < Math.min(most, calls)) await start();
      let [next, done] = [0, 0] as [number, number];
      const work = async (thread: Thread): Promise<void> => {
        while (next < texts.length) {
          signal?.throwIfAborted();
          const from = next;
          const part = texts.slice(from, (next += textsPerCall));
          rows.set(await thread.call<Float32Array>("embed", part), from * dimension);
          onProgress?.({done: (done += part.length), total: texts.length});
        }
      };
      await Promise.all(threads.map(work));
      signal?.throwIfAborted();
      return rows;
    },
    close: async () => void (await Promise.all(threads.map((thread) => thread.close())))
  };
}
