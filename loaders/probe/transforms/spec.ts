import {z} from "zod";
import {chosenSpec, hasKey, oneOrMore, refusal} from "../../util/chosen-spec.js";
import type {StudyFacts} from "../place.js";
import type {VariantSettings} from "../settings.js";
import {allTransforms} from "./registry.js";

export type TransformInput = (facts: StudyFacts) => VariantSettings;

/** The key `transform`: one or several, of all that are registered by the time a file is read. */
export const transformSpec = () => oneOrMore(chosenSpec(specOf), "expected at least one transform");

function specOf(value: unknown): z.ZodType<TransformInput> {
  const alone = allTransforms().filter(({spec}) => spec === undefined);
  const keyed = allTransforms().filter(({spec}) => spec !== undefined);
  const definition = alone.find(({name}) => name === value) ?? keyed.find(({name}) => hasKey(value, name));
  const names = (list: typeof alone) => list.map(({name}) => name).join(", ");
  if (definition === undefined) return refusal(`expected one of ${names(alone)}, or a map with one of ${names(keyed)}`);
  return (definition.spec ?? z.unknown()).transform(
    (input): TransformInput =>
      (facts) =>
        definition.normalize(input, facts)
  );
}
