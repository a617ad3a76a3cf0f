import {z} from "zod";
import {name, texts} from "../step/spec-parts.js";
import type {MeasureDefinition, MeasureSettings} from "./measure.js";

interface FirstWordMeasure extends MeasureSettings {
  words: string[] | null; // null: the word is a label, and there is no rate
}

const spec = z.strictObject({first_word: texts, name: name.optional()});

export const firstWordMeasure: MeasureDefinition<z.output<typeof spec>, FirstWordMeasure> = {
  kind: "first-word",
  form: "`{first_word: word or list}`, `first-word`",
  doc: "share of responses that begin with one of the words; alone, it only notes the word",
  alone: {name: "first-word", kind: "first-word", words: null},
  spec,
  normalize(input) {
    const words = [input.first_word].flat();
    return {
      name: input.name ?? `first-word:${words[0]}`,
      kind: "first-word",
      words: words.map((word) => word.toLowerCase())
    };
  },
  by: "program",
  summary: ({words}) => (words === null ? "none" : "rate"),
  extent({words}) {
    if (words === null) return null;
    const possible = words.filter((word) => firstWord(word) === word);
    return possible.length === 0 ? "no text" : {oneOf: possible};
  },
  createReader:
    ({words}) =>
    (response) => {
      const label = firstWord(response);
      return {value: words === null || label === null ? null : Number(words.includes(label)), label};
    }
};

const firstWord = (text: string): string | null => /[\p{L}\p{M}\p{N}'\u2019]+/u.exec(text)?.[0].toLowerCase() ?? null;
