import {createLabEmbedder, dimensions} from "../../lab/embedder.js";
import {UserError} from "../../util/user-error.js";
import type {TextEmbedder} from "./embedder.js";
import type {EmbedderKind} from "./embedder-kind.js";

/** The embedder of the lab. */
export const lab: EmbedderKind = {
  owns: (model) => model.startsWith("lab:"),
  async open({model}) {
    if (model !== "lab:embed") throw new UserError(`no embeddings from ${model}: expected lab:embed`);
    return openLab();
  }
};

function openLab(): TextEmbedder {
  const {name, free, embed} = createLabEmbedder();
  return {
    name,
    free,
    dimension: dimensions,
    async embed(texts, {signal} = {}) {
      const rows = new Float32Array(texts.length * dimensions);
      (await embed([...texts], {signal})).forEach((vector, i) => rows.set(vector, i * dimensions));
      return rows;
    },
    close: async () => undefined
  };
}
