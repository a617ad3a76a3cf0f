import type {z} from "zod";
import {hasKey, refusal} from "../util/chosen-spec.js";
import {text} from "../step/spec-parts.js";
import type {MeasureDefinition, MeasureFacts, MeasureSettings} from "./measure.js";

/** A measure as a file says it; its normal form may need the study's rubrics. */
export type MeasureInput<Facts extends MeasureFacts = MeasureFacts> = (facts: Facts) => {
  settings: MeasureSettings;
  definition: MeasureDefinition;
};

const keyOf = ({kind}: MeasureDefinition): string => kind.replaceAll("-", "_");

/** The kinds that need no map. */
export const wordsAlone = (definitions: readonly MeasureDefinition[]): string[] =>
  definitions.flatMap(({alone, kind}) => (alone === undefined ? [] : kind));

/** The kinds that are a map, as its keys. */
export const keysOfMeasures = (definitions: readonly MeasureDefinition[]): string[] =>
  definitions.filter(({spec}) => spec !== undefined).map(keyOf);

/** The definition whose key a map has. */
export const measureOfMap = (value: unknown, definitions: readonly MeasureDefinition[]) =>
  definitions.find((each) => each.spec !== undefined && hasKey(value, keyOf(each)));

/** What a measure may be, chosen by its value: a map with the key of a kind, or a word that `named` reads. */
export function specOfMeasure<Facts extends MeasureFacts>(
  value: unknown,
  definitions: readonly MeasureDefinition[],
  {named, expected}: {named: (word: string) => MeasureInput<Facts>; expected: string}
): z.ZodType<MeasureInput<Facts>> {
  if (typeof value === "string") return text.transform(named);
  const definition = measureOfMap(value, definitions);
  if (definition !== undefined)
    return definition.spec!.transform((input): MeasureInput<Facts> => (facts) => ({
      definition,
      settings: definition.normalize(input, facts)
    }));
  return refusal(`no such measure: expected ${expected}`, kindKey(value));
}

/** The key that should have been a kind. */
const kindKey = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.keys(value)
        .filter((key) => key !== "name")
        .slice(0, 1)
    : [];
