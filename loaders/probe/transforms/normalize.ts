import type {Listed} from "../../util/chosen-spec.js";
import {within, type StudyFacts} from "../place.js";
import type {VariantSettings} from "../settings.js";
import type {TransformInput} from "./spec.js";
import {checkHoldsPrompt, templateVariant} from "./template.js";

const takenNames = ["original", "perturbed"]; // variants that every probe may have

/** The transforms of a probe. */
export function normalizeTransforms(inputs: readonly Listed<TransformInput>[], facts: StudyFacts): VariantSettings[] {
  const variants = inputs.map(({path, value}) => {
    const place = within(facts, ["transform", ...path]);
    const variant = value(place);
    checkName(variant, place);
    return variant;
  });
  const taken = variants.find(({name}, i) => variants.findIndex((other) => other.name === name) !== i);
  if (taken === undefined) return variants;
  throw facts.errorAt(["transform"], `two transforms have the name ${taken.name}: give each a name of its own`);
}

/** The wordings of a probe, each a template of its own. */
export function normalizeWordings(wordings: Readonly<Record<string, string>>, facts: StudyFacts): VariantSettings[] {
  const place = within(facts, ["wordings"]);
  const variants = Object.entries(wordings).map(([name, text]) => templateVariant(name, text));
  for (const variant of variants) {
    checkName(variant, place);
    checkHoldsPrompt(variant, place);
  }
  if (variants.length !== 1) return variants;
  throw place.errorAt([], "expected at least two wordings: the first is the baseline");
}

function checkName({name}: VariantSettings, {errorAt}: StudyFacts): void {
  if (takenNames.includes(name)) throw errorAt([], `${name} is taken: choose another name`);
}
