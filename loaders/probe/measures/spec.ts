import type {z} from "zod";
import {chosenSpec, hasKey, oneOrMore, refusal} from "../../util/chosen-spec.js";
import type {StudyFacts} from "../place.js";
import type {MeasureSettings} from "../settings.js";
import {text} from "../../step/spec-parts.js";
import {allMeasures} from "./registry.js";
import {rubricMeasure} from "./rubric.js";
import type {MeasureDefinition} from "./measure.js";

/** A measure as the study file says it; its normal form needs the study's rubrics. */
export type MeasureInput = (facts: StudyFacts) => {settings: MeasureSettings; definition: MeasureDefinition};

/** The key `measure`: one measure or several, of all kinds that are registered by the time a file is read. */
export const measureSpec = () => oneOrMore(chosenSpec(specOf), "expected at least one measure");

const keyOf = ({kind}: MeasureDefinition): string => kind.replaceAll("-", "_");

function specOf(value: unknown): z.ZodType<MeasureInput> {
  if (typeof value === "string") return text.transform(namedMeasure);
  const keyed = allMeasures().filter(({spec}) => spec !== undefined);
  const definition = keyed.find((each) => hasKey(value, keyOf(each)));
  if (definition !== undefined)
    return definition.spec!.transform((input): MeasureInput => (facts) => ({
      definition,
      settings: definition.normalize(input, facts)
    }));
  const expected = `expected a rubric's name, ${wordsAlone().join(", ")}, or a map with ${keyed.map(keyOf).join(", ")}`;
  return refusal(`no such measure: ${expected}`, kindKey(value));
}

const wordsAlone = (): string[] => allMeasures().flatMap(({alone, kind}) => (alone === undefined ? [] : kind));

/** The key that should have been a kind. */
const kindKey = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.keys(value)
        .filter((key) => key !== "name")
        .slice(0, 1)
    : [];

/** A kind that needs no map, else the name of a rubric. */
function namedMeasure(word: string): MeasureInput {
  const definition = allMeasures().find(({kind, alone}) => kind === word && alone !== undefined);
  if (definition !== undefined) return () => ({definition, settings: definition.alone!});
  return (facts) => {
    const names = facts.rubrics.map(({name}) => name);
    if (!names.includes(word)) throw facts.errorAt([], unknownWord(word, names));
    return {definition: rubricMeasure, settings: rubricMeasure.normalize({rubric: word}, facts)};
  };
}

const unknownWord = (word: string, rubrics: readonly string[]): string =>
  `no such measure: ${word}; expected a rubric of this study or ${[...rubrics, ...wordsAlone()].join(", ")}`;
