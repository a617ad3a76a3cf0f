import {z} from "zod";
import {name, texts} from "../step/spec-parts.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

interface PhraseMeasure extends MeasureSettings {
  phrases: string[];
}

const spec = z.strictObject({phrase: texts, name: name.optional()});

export const phraseMeasure: MeasureDefinition<z.output<typeof spec>, PhraseMeasure> = {
  kind: "phrase",
  form: "`{phrase: text or list}`",
  doc: "share of responses that contain one of the phrases, in either case",
  spec,
  normalize(input) {
    const phrases = [input.phrase].flat();
    return {name: input.name ?? `phrase:${phrases[0]}`, kind: "phrase", phrases};
  },
  by: "program",
  summary: () => "rate",
  createReader:
    ({phrases}) =>
    (response) => {
      const found = phrases.find((each) => response.toLowerCase().includes(each.toLowerCase()));
      return holds(found !== undefined, found ?? null);
    }
};
