import type {Embedder} from "../model/model.js";

/** Length of the lab's vectors. */
export const dimensions = 256;

/** Hashed counts of words, word pairs and letter triples, of unit length: likeness of wording, not of meaning. */
export function embedText(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  words.forEach((word, i) => {
    add(vector, word, 1);
    if (i > 0) add(vector, `${words[i - 1]} ${word}`, 0.5);
    const padded = ` ${word} `;
    for (let j = 0; j + 3 <= padded.length; j++) add(vector, padded.slice(j, j + 3), 0.25);
  });
  return toUnit(vector);
}

/** What a sentence means, in the names of a world; undefined when it is none of the world's sentences. */
export type Meaning = (text: string) => string | undefined;

/** The lab's embedder behind the interface of any; with a world's meanings, sentences that mean one thing lie close. */
export function createLabEmbedder(meaning: Meaning = () => undefined): Embedder {
  const name = "lab:embed";
  const embedOne = (text: string): Float32Array => {
    const wording = embedText(text);
    const meant = meaning(text);
    return meant === undefined ? wording : blend(wording, embedText(`meaning ${meant}`));
  };
  const embed: Embedder["embed"] = async (texts) => texts.map(embedOne);
  return {name, provider: "lab", lane: "lab", identity: name, free: true, embed};
}

const shareOfWording = 0.5; // against 1 of meaning

function blend(wording: Float32Array, meaning: Float32Array): Float32Array {
  return toUnit(wording.map((value, i) => shareOfWording * value + meaning[i]!));
}

function add(vector: Float32Array, gram: string, weight: number): void {
  const code = hash(gram);
  vector[code % dimensions]! += code & 0x10000 ? weight : -weight;
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  else for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return vector;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
