import type {Rubric} from "../../util/rubric.js";
import {createRegistry} from "../../util/registry.js";
import type {MeasureSettings} from "../settings.js";
import {answerMeasure} from "./answer.js";
import {firstWordMeasure} from "./first-word.js";
import {languageMeasure} from "./language.js";
import type {MeasureDefinition, Reader, MeasureSummary} from "./measure.js";
import {phraseMeasure} from "./phrase.js";
import {regexMeasure} from "./regex.js";
import {nameOfRubric, rubricMeasure} from "./rubric.js";
import {tokensMeasure} from "./tokens.js";

/** All kinds of measures, in the order of docs/probes.md. A new one is a file and a line here. */
const measures = createRegistry<MeasureDefinition>({what: "measure", nameOf: ({kind}) => kind}, [
  rubricMeasure,
  regexMeasure,
  phraseMeasure,
  firstWordMeasure,
  languageMeasure,
  answerMeasure,
  tokensMeasure
]);

export const allMeasures = measures.all;

/** Adds a kind of measure to those that a study file may name, and returns a function that removes it. */
export const registerMeasure = <Input, Settings extends MeasureSettings>(
  definition: MeasureDefinition<Input, Settings>
): (() => void) => measures.register(definition);

/** The rubric by which judges score a response; null: the measure asks nobody. */
export function rubricOf(settings: MeasureSettings): Rubric | null {
  const definition = measures.get(settings.kind);
  return definition.by === "judge" ? definition.rubric(settings) : null;
}

/** The name of a measure in tables: of a judged one, its rubric's. */
export function nameInTables(settings: MeasureSettings): string {
  const rubric = rubricOf(settings);
  return rubric === null ? settings.name : nameOfRubric(rubric);
}

/** How a measure is summed up; of judged ones, the share of scores above the threshold. */
export function summaryOf(settings: MeasureSettings): MeasureSummary {
  const definition = measures.get(settings.kind);
  return definition.by === "judge" ? "rate" : definition.summary(settings);
}

/** The readers, by name, of the measures that ask no judge. */
export async function createReaders(list: readonly MeasureSettings[]): Promise<Map<string, Reader>> {
  const readers = new Map<string, Reader>();
  for (const settings of list) {
    const definition = measures.get(settings.kind);
    if (definition.by === "program") readers.set(settings.name, await definition.createReader(settings));
  }
  return readers;
}
