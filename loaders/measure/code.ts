import {z} from "zod";
import {name} from "../step/spec-parts.js";
import {regex} from "../util/regex.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

type CodeForm = "any" | "fenced";

interface CodeMeasure extends MeasureSettings {
  code: CodeForm;
}

const spec = z.strictObject({code: z.enum(["any", "fenced"], "expected any or fenced"), name: name.optional()});

export const codeMeasure: MeasureDefinition<z.output<typeof spec>, CodeMeasure> = {
  kind: "code",
  form: "`code`, `{code: any}`, `{code: fenced}`",
  doc:
    "share of responses with code: a fenced block, or lines that read like a program; with `fenced`, blocks alone. " +
    "Where the study has a rubric of that name, `code` is the rubric",
  alone: {name: "code", kind: "code", code: "any"},
  spec,
  normalize: ({code, name}) => ({name: name ?? `code:${code}`, kind: "code", code}),
  by: "program",
  summary: () => "rate",
  createReader:
    ({code}) =>
    (text) => {
      const found = codeIn(text, code);
      return holds(found !== null, found);
    }
};

const fence = /^[ \t]{0,8}(?:```|~~~)/;
const opening = regex()`
  ^\s{0,40}(?:
    (?:async )?def \w+\(
    |class \w+[^.]{0,80}[:{]\s*$
    |import [\w{*"']
    |from \w[\w.]* import\b
    |function \w*\(
    |(?:const|let|var) \w+ ?[=;:]
    |(?:public|private|static) \w+
    |#include ?[<"]
    |#!\/
    |<\?php
    |<!DOCTYPE
    |(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE) \S
  )
`;
const statement = regex()`
  [;{}]\s*$
  |^\s{0,40}(?:if|for|while|elif|else|try|except|return|print|with)\b.{0,160}[:({;]
  |^\s{0,40}[\w.[\]]{1,60} ?[-+*/]?= ?\S
  |^\s{0,40}[\w.]{1,60}\(.{0,160}\);?\s*$
  |^\s{0,40}<\/?[a-z][^>]{0,120}>\s*$
  |^\s{0,40}(?:\/\/|--) ?\S
`;

const longestLine = 400; // characters that are looked at

/** The first line of code in a text; null when there is none. */
function codeIn(text: string, form: CodeForm): string | null {
  let before: string | null = null; // the line before, if it reads like a program
  for (const whole of text.split(/\r?\n/)) {
    const line = whole.slice(0, longestLine);
    if (fence.test(line)) return line.trim();
    if (form === "fenced") continue;
    if (opening.test(line)) return line.trim();
    const isStatement = statement.test(line);
    if (isStatement && before !== null) return before.trim();
    if (line.trim() !== "") before = isStatement ? line : null;
  }
  return null;
}
