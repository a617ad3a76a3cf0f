import {UserError} from "../../util/user-error.js";
import {cosineAt, normAt} from "../vectors/cosine.js";
import {probeText, type TextEmbedder} from "./embedder.js";
import type {Preparation} from "./preparation.js";

/** What an index says of the model that embedded it; JSON. */
export interface EmbedderRecord {
  model: string;
  dimension: number; // of what the model returns, before any cut
  probe: string; // the model's vector of one fixed sentence, base64 of 32-bit floats
}

/** A Preparation as JSON. */
export interface PreparationRecord {
  stripHead: boolean;
  dimensions: number | null;
  centre: string | null; // base64 of 32-bit floats
}

export async function describeEmbedder(embedder: TextEmbedder): Promise<EmbedderRecord> {
  const probe = await embedder.embed([probeText]);
  return {model: embedder.name, dimension: embedder.dimension, probe: encodeFloats(probe)};
}

const sameModel = 0.99; // cosine: other hardware and number types stay well above, another model far below

/**
 * Throws a UserError where the embedder is another model than the one recorded. The same model may run elsewhere or be
 * called otherwise: what counts is that it embeds the same sentence alike.
 */
export async function checkEmbedder(record: EmbedderRecord, embedder: TextEmbedder): Promise<void> {
  const refuse = (what: string): UserError =>
    new UserError(
      `the index was embedded by ${record.model}: ${embedder.name} ${what}; use the same model, or index again`
    );
  if (embedder.dimension !== record.dimension)
    throw refuse(`returns ${embedder.dimension} dimensions instead of ${record.dimension}`);
  const recorded = decodeFloats(record.probe);
  const cosine = cosineAt(
    await embedder.embed([probeText]),
    0,
    Float64Array.from(recorded),
    normAt(recorded, 0, recorded.length)
  );
  if (cosine < sameModel)
    throw refuse(`is another model (it embeds one sentence with a cosine of ${cosine.toFixed(2)})`);
}

export const toRecord = ({stripHead, dimensions, centre}: Preparation): PreparationRecord => ({
  stripHead,
  dimensions,
  centre: centre && encodeFloats(centre)
});

export const fromRecord = ({stripHead, dimensions, centre}: PreparationRecord): Preparation => ({
  stripHead,
  dimensions,
  centre: centre === null ? null : decodeFloats(centre)
});

const encodeFloats = ({buffer, byteOffset, byteLength}: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

function decodeFloats(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new Float32Array(bytes.buffer);
}
