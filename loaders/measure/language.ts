import {z} from "zod";
import {name, text} from "../step/spec-parts.js";
import type {MeasureDefinition, MeasureSettings} from "./measure.js";

interface LanguageMeasure extends MeasureSettings {
  language: string | null; // null: the language is a label, and there is no rate
}

const spec = z.strictObject({language: text, name: name.optional()});

export const languageMeasure: MeasureDefinition<z.output<typeof spec>, LanguageMeasure> = {
  kind: "language",
  form: "`{language: ISO code}`, `language`",
  doc: "share of responses in the language; alone, it only notes the language",
  alone: {name: "language", kind: "language", language: null},
  spec,
  normalize: (input) => ({
    name: input.name ?? `language:${input.language}`,
    kind: "language",
    language: input.language
  }),
  by: "program",
  summary: (settings) => (settings.language === null ? "none" : "rate"),
  extent: ({language}) => (language === null ? null : {oneOf: [language]}),
  async createReader(settings) {
    const {detect} = await import("tinyld");
    return (response) => {
      const label = detect(response) || null;
      return {value: settings.language === null || label === null ? null : Number(label === settings.language), label};
    };
  }
};
