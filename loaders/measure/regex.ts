import {z} from "zod";
import {name, text, whole} from "../step/spec-parts.js";
import {execGuarded} from "../util/guarded-pattern.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

interface RegexMeasure extends MeasureSettings {
  pattern: RegExp;
  first?: number; // characters from the start that are looked at; absent: all
}

const flag = z.boolean("expected true or false").optional();
const spec = z.strictObject({regex: text, name: name.optional(), case: flag, lines: flag, first: whole(1).optional()});

export const regexMeasure: MeasureDefinition<z.output<typeof spec>, RegexMeasure> = {
  kind: "regex",
  form: "`{regex: pattern}`",
  doc:
    "share of responses that match; case counts only with `case: true`, `lines: true` makes ^ and $ the ends of a line, " +
    "and `first: 200` looks at the first 200 characters",
  spec,
  normalize(input, {errorAt}) {
    const flags = `${input.case === true ? "" : "i"}${input.lines === true ? "m" : ""}u`;
    try {
      const pattern = new RegExp(input.regex, flags);
      const part = input.first === undefined ? {} : {first: input.first};
      return {name: input.name ?? `regex:${input.regex}`, kind: "regex", pattern, ...part};
    } catch (error) {
      throw errorAt(["regex"], `not a regular expression: ${(error as Error).message}`);
    }
  },
  by: "program",
  summary: () => "rate",
  extent: ({pattern}) => (isEverywhere(pattern) ? "every text" : null),
  createReader:
    ({pattern, first}) =>
    (response) => {
      const match = execGuarded(pattern, response.slice(0, first));
      return holds(match !== null, match?.[0] ?? null);
    }
};

const tried = ["", "a", "Z", "7", " ", "\n", "é", "中", "!", "a b", "\n\n1. x"];

/** Whether a pattern matches nothing at all in every text, as `(story)?` does. */
const isEverywhere = (pattern: RegExp): boolean => tried.every((text) => execGuarded(pattern, text)?.[0] === "");
