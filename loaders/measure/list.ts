import {z} from "zod";
import {name, whole} from "../step/spec-parts.js";
import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

interface ListMeasure extends MeasureSettings {
  least: number; // items
}

const spec = z.strictObject({list: whole(1), name: name.optional()});
const usual = 2;

export const listMeasure: MeasureDefinition<z.output<typeof spec>, ListMeasure> = {
  kind: "list",
  form: "`list`, `{list: items}`",
  doc: "share of responses with a list: at least two lines (or that many) that begin with a bullet or a number",
  alone: {name: "list", kind: "list", least: usual},
  spec,
  normalize: ({list: least, name}) => ({name: name ?? `list:${least}`, kind: "list", least}),
  by: "program",
  summary: () => "rate",
  extent: ({least}) => ({min: least, max: Infinity}),
  createReader:
    ({least}) =>
    (text) => {
      const items = text.split(/\r?\n/).filter((line) => item.test(line));
      return holds(items.length >= least, items[0]?.trim() ?? null);
    }
};

const item = /^[ \t]{0,12}(?:[-*+\u2022\u2013]|\(?(?:\d{1,3}|[a-z])[.)])[ \t]+\S/i;
