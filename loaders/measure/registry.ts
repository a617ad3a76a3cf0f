import {createRegistry} from "../util/registry.js";
import {answerMeasure} from "./answer.js";
import {codeMeasure} from "./code.js";
import {firstWordMeasure} from "./first-word.js";
import {languageMeasure} from "./language.js";
import {listMeasure} from "./list.js";
import type {MeasureDefinition, MeasureSettings} from "./measure.js";
import {phraseMeasure} from "./phrase.js";
import {refusalMeasure} from "./refusal.js";
import {regexMeasure} from "./regex.js";
import {repetitionMeasure} from "./repetition.js";
import {tokensMeasure} from "./tokens.js";
import {urlMeasure} from "./url.js";

/**
 * All kinds of measures except rubrics, in the order of docs/probes.md. A new one is a file and a line here; probes and
 * the rules of rubrics then have it.
 */
const measures = createRegistry<MeasureDefinition>({what: "measure", nameOf: ({kind}) => kind}, [
  regexMeasure,
  phraseMeasure,
  firstWordMeasure,
  languageMeasure,
  answerMeasure,
  tokensMeasure,
  codeMeasure,
  listMeasure,
  urlMeasure,
  refusalMeasure,
  repetitionMeasure
]);

export const registeredMeasures = measures.all;
export const maybeMeasure = measures.find;

/** Adds a kind of measure to those that a study file may name, and returns a function that removes it. */
export const registerMeasure = <Input, Settings extends MeasureSettings>(
  definition: MeasureDefinition<Input, Settings>
): (() => void) => measures.register(definition);

/** The definition of a measure that a program reads. Throws when there is none of the kind. */
export function programMeasure(kind: string): Extract<MeasureDefinition, {by: "program"}> {
  const definition = measures.get(kind);
  if (definition.by === "judge") throw new Error(`not measured by a program: ${kind}`);
  return definition;
}
