import {UserError} from "../../util/user-error.js";
import {findNotFinite} from "../vectors/cosine.js";

const shown = 80; // characters of a text

/**
 * Throws a UserError that names the model and the text when a vector holds what is no number, or nothing but zeros: it
 * has no direction, so every cosine with it would be 0. A text without letters and digits may have none.
 */
export function checkVectors(model: string, texts: readonly string[], rows: Float32Array): void {
  const dimension = rows.length / texts.length;
  const textAt = (i: number): string => JSON.stringify(texts[i]!.slice(0, shown));
  const bad = findNotFinite(rows);
  if (bad >= 0) throw new UserError(`${model} gave ${rows[bad]} for ${textAt(Math.floor(bad / dimension))}`);
  const empty = texts.findIndex((text, i) => hasWords(text) && isZero(rows, i * dimension, dimension));
  if (empty >= 0)
    throw new UserError(
      `${model} gave nothing but zeros for ${textAt(empty)}: it does not embed; use another model, or check its server`
    );
}

const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function isZero(rows: Float32Array, from: number, dimension: number): boolean {
  for (let i = from; i < from + dimension; i++) if (rows[i] !== 0) return false;
  return true;
}
