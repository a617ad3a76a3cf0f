import {z} from "zod";
import {between, name} from "../step/spec-parts.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";
import {repeatedShare} from "./repeated-share.js";

interface RepetitionMeasure extends MeasureSettings {
  least?: number; // share of the text; absent: the share itself
}

const spec = z.strictObject({repetition: between(0, 1, "a share"), name: name.optional()});

export const repetitionMeasure: MeasureDefinition<z.output<typeof spec>, RepetitionMeasure> = {
  kind: "repetition",
  form: "`repetition`, `{repetition: share}`",
  doc:
    "mean share of a response that repeats what stands right before it (a word, phrase or line in a loop; case, marks " +
    "and numbers do not count); with a share, share of responses that repeat themselves at least that much",
  alone: {name: "repetition", kind: "repetition"},
  spec,
  normalize: ({repetition: least, name}) => ({name: name ?? `repetition:${least}`, kind: "repetition", least}),
  by: "program",
  summary: ({least}) => (least === undefined ? "mean" : "rate"),
  extent: ({least}) => (least === undefined ? null : least === 0 ? "every text" : {min: least, max: 1}),
  createReader:
    ({least}) =>
    (text) => {
      const {share, loop} = repeatedShare(text);
      return least === undefined ? {value: share, label: loop} : holds(share >= least, loop);
    }
};
