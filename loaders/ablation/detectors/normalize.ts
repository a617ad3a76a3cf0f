import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {whyConstant} from "../../measure/rules/constant.js";
import {name as nameSpec} from "../../step/spec-parts.js";
import type {StudyFile} from "../../step/step.js";
import type {DetectorInput} from "./detector-spec.js";
import type {DetectorSettings} from "./settings.js";

const key = ["ablation", "detectors"];
const usualBatch = 10;

/** The normal form of the detectors of a study. Throws errors at the line of a key. */
export const normalizeDetectors = (
  detectors: Record<string, DetectorInput>,
  {file, errorAt}: StudyFile
): DetectorSettings[] =>
  Object.entries(detectors).map(([name, input]) => {
    const at = [...key, name];
    if (!nameSpec.safeParse(name).success) throw errorAt(at, "expected a name of letters, digits, - . _ @ or +");
    const labelled = input.labelled === undefined ? null : resolve(dirname(file), input.labelled);
    if (labelled !== null && !existsSync(labelled))
      throw errorAt([...at, "labelled"], `no such file: ${input.labelled}`);
    const precision = input.precision ?? null;
    if (precision !== null && labelled === null)
      throw errorAt([...at, "precision"], "is measured on a labelled sample: expected labelled, a file of pairs");
    return {name, by: predicate(input, at, errorAt), labelled, precision};
  });

function predicate(
  input: DetectorInput,
  at: readonly PropertyKey[],
  errorAt: StudyFile["errorAt"]
): DetectorSettings["by"] {
  if ("ask" in input) return {ask: input.ask, batch: input.batch ?? usualBatch};
  const rule = input.rule({
    use: "when",
    errorAt: (path, message) => errorAt([...at, "rule", ...path], message)
  });
  const constant = whyConstant(rule);
  if (constant !== null) throw errorAt([...at, "rule"], constant);
  return {rule};
}
