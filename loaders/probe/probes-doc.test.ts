import {expect, it} from "vitest";
import {registerMeasure} from "../measure/registry.js";
import {tokensMeasure} from "../measure/tokens.js";
import {probesSections} from "./probes-doc.js";

it("has a row for each registered kind", () => {
  const measures = probesSections.find(({section}) => section === "measures")!;
  const remove = registerMeasure({...tokensMeasure, kind: "words", form: "`words`", doc: "mean number | of words"});
  expect(measures.table()).toContain("\n| `words` | mean number \\| of words |");
  remove();
  expect(measures.table()).not.toContain("`words`");
});
