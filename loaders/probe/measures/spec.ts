import {chosenSpec, oneOrMore} from "../../util/chosen-spec.js";
import {keysOfMeasures, specOfMeasure, wordsAlone, type MeasureInput as Input} from "../../measure/measure-spec.js";
import type {StudyFacts} from "../place.js";
import {allMeasures} from "./all.js";
import {rubricMeasure} from "./rubric.js";

/** A measure as the study file says it; its normal form needs the study's rubrics. */
export type MeasureInput = Input<StudyFacts>;

/** The key `measure`: one measure or several, of all kinds that are registered by the time a file is read. */
export const measureSpec = () => oneOrMore(chosenSpec(specOf), "expected at least one measure");

function specOf(value: unknown) {
  const all = allMeasures();
  const expected = `a rubric's name, ${wordsAlone(all).join(", ")}, or a map with ${keysOfMeasures(all).join(", ")}`;
  return specOfMeasure<StudyFacts>(value, all, {named: namedMeasure, expected});
}

/** A rubric of the study, else a kind that needs no map. */
const namedMeasure =
  (word: string): MeasureInput =>
  (facts) => {
    const names = facts.rubrics.map(({name}) => name);
    if (names.includes(word))
      return {definition: rubricMeasure, settings: rubricMeasure.normalize({rubric: word}, facts)};
    const definition = allMeasures().find(({kind, alone}) => kind === word && alone !== undefined);
    if (definition !== undefined) return {definition, settings: definition.alone!};
    throw facts.errorAt([], unknownWord(word, names));
  };

const unknownWord = (word: string, rubrics: readonly string[]): string =>
  `no such measure: ${word}; expected a rubric of this study or ${[...rubrics, ...wordsAlone(allMeasures())].join(", ")}`;
