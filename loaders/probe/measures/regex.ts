import {z} from "zod";
import type {MeasureSettings} from "../settings.js";
import {name, text} from "../../step/spec-parts.js";
import {holds, type MeasureDefinition} from "./measure.js";

interface RegexMeasure extends MeasureSettings {
  pattern: RegExp;
}

const spec = z.strictObject({
  regex: text,
  name: name.optional(),
  case: z.boolean("expected true or false").optional()
});

export const regexMeasure: MeasureDefinition<z.output<typeof spec>, RegexMeasure> = {
  kind: "regex",
  form: "`{regex: pattern}`",
  doc: "share of responses that match; case counts only with `case: true`",
  spec,
  normalize(input, {errorAt}) {
    try {
      const pattern = new RegExp(input.regex, input.case === true ? "u" : "iu");
      return {name: input.name ?? `regex:${input.regex}`, kind: "regex", pattern};
    } catch (error) {
      throw errorAt(["regex"], `not a regular expression: ${(error as Error).message}`);
    }
  },
  by: "program",
  summary: () => "rate",
  createReader:
    ({pattern}) =>
    (response) => {
      const match = pattern.exec(response);
      return holds(match !== null, match?.[0] ?? null);
    }
};
