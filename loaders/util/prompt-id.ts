import {createHash} from "node:crypto";

/** A text without what does not make it another prompt: case, width, and the kind and number of spaces. */
export const normalizePrompt = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();

/** The id of a prompt: the hash of its normalised text, 16 hexadecimal digits. */
export const promptId = (text: string): string =>
  createHash("sha256").update(normalizePrompt(text)).digest("hex").slice(0, 16);
