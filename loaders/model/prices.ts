import {z} from "zod";
import type {Price} from "./price.js";
import {inputFile} from "../util/paths.js";
import {readYamlFile, shownPath} from "../util/yaml-file.js";

const dollars = z
  .number("expected US dollars per million tokens")
  .nonnegative("expected US dollars per million tokens");

const pricesSchema = z.array(
  z.strictObject({
    model: z.string().min(3, "expected provider:model"), // a * at its end matches any ending
    input: dollars,
    output: dollars.default(0),
    cached: dollars.optional(),
    batch: z.number().gt(0).max(1).optional(), // share of the price that a batch costs
    date: z.union([z.string(), z.date()]), // when it was looked up
    source: z.url("expected the address of the page with the price")
  }),
  "expected a list of prices"
);

export interface Prices {
  file: string; // where to add one
  find(model: string): (Price & {date: string; source: string}) | null; // null: unknown; prices are never guessed
}

/** Reads `data/prices.yaml`: the data folder's own, else the one the product ships. Throws a UserError. */
export function readPrices(): Prices {
  const path = inputFile("prices.yaml");
  const {value} = readYamlFile(path, pricesSchema);
  return {
    file: shownPath(path),
    find(model) {
      const fitting = value.filter(({model: name}) =>
        name.endsWith("*") ? model.startsWith(name.slice(0, -1)) : model === name
      );
      const best = fitting.sort((a, b) => b.model.replace("*", "").length - a.model.replace("*", "").length)[0];
      if (best === undefined) return null;
      const {input, output, cached = null, batch, date, source} = best;
      return {input, output, cached, ...(batch !== undefined && {batch}), date: String(date).slice(0, 10), source};
    }
  };
}
