import type {Listed} from "../../util/chosen-spec.js";
import {within, type StudyFacts} from "../place.js";
import type {MeasureSettings, ProbeSource} from "../settings.js";
import {nameInTables} from "./all.js";
import type {MeasureInput} from "./spec.js";

/** The measures of a probe, each checked against its prompts. */
export function normalizeMeasures(
  inputs: readonly Listed<MeasureInput>[],
  source: ProbeSource,
  facts: StudyFacts
): MeasureSettings[] {
  const measures = inputs.map(({path, value}) => {
    const place = within(facts, ["measure", ...path]);
    const {definition, settings} = value(place);
    definition.check?.(settings, source, place);
    return settings;
  });
  const names = measures.map(nameInTables);
  const taken = names.find((name, i) => names.indexOf(name) !== i);
  if (taken === undefined) return measures;
  throw facts.errorAt(["measure"], `two measures have the name ${taken}: give each a name of its own`);
}
