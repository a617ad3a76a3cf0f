import type {EmbedderKind} from "./embedder-kind.js";
import {openInThreads} from "./threads.js";

/**
 * The embedded model: Universal Sentence Encoder lite, 512 dimensions, with weights from a package; needs no network
 * and no key. It runs on onnxruntime, at about a tenth of the cost of the package's own TensorFlow.js.
 */
export const useLite: EmbedderKind = {
  owns: (model) => model === "use-lite",
  open: () =>
    openInThreads({
      name: "use-lite",
      worker: new URL("./use-lite-worker.ts", import.meta.url),
      open: null,
      textsPerCall: 64
    })
};
