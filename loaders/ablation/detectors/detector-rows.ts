import type {Row} from "../../../src/shared/schema.js";
import {ruleInWords} from "../../measure/rules/rule-in-words.js";
import {allRows, countBySource, type AblationCorpus} from "../corpus/corpus.js";
import {precisionOf, recallOf, type Detected} from "./run-detectors.js";

const unknown = {rate: null, low: null, high: null};

/** How a detector did on its labelled sample, and what it picked. */
export function detectorRow({settings: {name, by}, labelled, rows, unread, problem}: Detected): Row<"detectors"> {
  const [precision, recall] = labelled === null ? [unknown, unknown] : [precisionOf(labelled), recallOf(labelled)];
  return {
    ...{name, kind: "ask" in by ? "model" : "rule", says: "ask" in by ? by.ask : ruleInWords(by.rule)},
    ...{picked: rows.size, unread, problem, labelled: labelled?.pairs ?? 0},
    ...{true_positives: labelled?.truePositives ?? 0, false_positives: labelled?.falsePositives ?? 0},
    ...{false_negatives: labelled?.falseNegatives ?? 0, labelled_unread: labelled?.unread ?? 0},
    ...{precision: precision.rate, precision_low: precision.low, precision_high: precision.high},
    ...{recall: recall.rate, recall_low: recall.low, recall_high: recall.high}
  };
}

/** How often a detector picks pairs of each chunk. */
export function detectorChunkRows(
  {settings: {name}, rows, problem}: Detected,
  corpus: AblationCorpus
): Row<"detector_chunks">[] {
  if (problem !== null) return [];
  const pairs = countBySource(corpus, allRows(corpus));
  return countBySource(corpus, rows).map((picked, i) => ({
    ...{detector: name, source: corpus.sources[i]!, pairs: pairs[i]!, picked},
    share: pairs[i] === 0 ? 0 : picked / pairs[i]!
  }));
}
