import type {TextEmbedder} from "./embedder.js";
import {openInThreads} from "./threads.js";

/** The embedded model: Universal Sentence Encoder lite, 512 dimensions, from a package; needs no network and no key. */
export const openUseLite = (): Promise<TextEmbedder> =>
  openInThreads({name: "use-lite", worker: new URL("./use-lite-worker.ts", import.meta.url), open: null});
