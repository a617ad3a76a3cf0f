import {programMeasure, maybeMeasure, registeredMeasures} from "../../measure/registry.js";
import type {MeasureDefinition, MeasureSettings, MeasureSummary, Reader} from "../../measure/measure.js";
import type {Rubric} from "../../util/rubric.js";
import {nameOfRubric, rubricMeasure} from "./rubric.js";

/** All kinds of measures of a probe, in the order of docs/probes.md: what judges score, then those of the registry. */
export const allMeasures = (): MeasureDefinition[] => [rubricMeasure as MeasureDefinition, ...registeredMeasures()];

/** The rubric by which a response is scored; null: the measure is read by a program. */
export function rubricOf(settings: MeasureSettings): Rubric | null {
  const definition = settings.kind === rubricMeasure.kind ? rubricMeasure : maybeMeasure(settings.kind);
  return definition?.by === "judge" ? (definition as JudgedMeasure).rubric(settings) : null;
}

type JudgedMeasure = Extract<MeasureDefinition, {by: "judge"}>;

/** The name of a measure in tables: of a judged one, its rubric's. */
export function nameInTables(settings: MeasureSettings): string {
  const rubric = rubricOf(settings);
  return rubric === null ? settings.name : nameOfRubric(rubric);
}

/** How a measure is summed up; of rubrics, the share of scores above the threshold. */
export const summaryOf = (settings: MeasureSettings): MeasureSummary =>
  rubricOf(settings) === null ? programMeasure(settings.kind).summary(settings) : "rate";

/** The readers, by name, of the measures that are no rubrics. */
export async function createReaders(list: readonly MeasureSettings[]): Promise<Map<string, Reader>> {
  const readers = new Map<string, Reader>();
  for (const settings of list)
    if (rubricOf(settings) === null)
      readers.set(settings.name, await programMeasure(settings.kind).createReader(settings));
  return readers;
}
