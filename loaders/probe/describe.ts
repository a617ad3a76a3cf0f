import {allMeasures} from "./measures/all.js";
import {isLate, type MeasureSettings, type ProbeSettings} from "./settings.js";

/** A probe as readers of a study see it: its prompts counted, each measure with what it measures. */
export const describeProbe = ({source, measures, ...rest}: ProbeSettings): Record<string, unknown> => ({
  ...rest,
  source: isLate(source) ? source : {prompts: source.length},
  measures: measures.map(({name, kind}) => ({name, kind, doc: docOf(kind)}))
});

const docOf = (kind: MeasureSettings["kind"]): string | undefined =>
  allMeasures().find((definition) => definition.kind === kind)?.doc;
