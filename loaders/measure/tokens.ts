import {z} from "zod";
import {name} from "../step/spec-parts.js";
import {boundsInWords, boundsSpec, isWithin, normalizeBounds, type Bounds} from "./bounds.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

interface TokensMeasure extends MeasureSettings {
  bounds?: Bounds; // absent: the number itself
}

const spec = z.strictObject({tokens: boundsSpec, name: name.optional()});

export const tokensMeasure: MeasureDefinition<z.output<typeof spec>, TokensMeasure> = {
  kind: "tokens",
  form: "`tokens`, `{tokens: {min, max}}`",
  doc: "mean length of the responses, in tokens of o200k; with limits, share of responses within them",
  alone: {name: "tokens", kind: "tokens"},
  spec,
  normalize(input, facts) {
    const bounds = normalizeBounds(input.tokens, "tokens", facts);
    return {name: input.name ?? `tokens:${boundsInWords(bounds)}`, kind: "tokens", bounds};
  },
  by: "program",
  summary: ({bounds}) => (bounds === undefined ? "mean" : "rate"),
  extent: ({bounds}) => bounds ?? null,
  async createReader({bounds}) {
    const {tokensIn} = await import("../step/tokens-in.js"); // loads a tokenizer
    return (text) => {
      const count = tokensIn(text);
      return bounds === undefined ? {value: count, label: null} : holds(isWithin(count, bounds), `${count} tokens`);
    };
  }
};
