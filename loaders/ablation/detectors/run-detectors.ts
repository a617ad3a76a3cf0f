import {wilson} from "../../../src/shared/statistics.js";
import {UserError} from "../../util/user-error.js";
import {allRows, type AblationCorpus} from "../corpus/corpus.js";
import {createDetector, type Detector, type DetectorTools} from "./detector.js";
import {readLabelledPairs, type LabelledPair} from "./labelled-pairs.js";
import {countOf, percent} from "../words.js";
import type {DetectorSettings} from "./settings.js";

const rowsAtOnce = 10_000; // of the corpus that are in memory

/** How a detector does on pairs that people labelled. */
export interface LabelledResult {
  pairs: number;
  unread: number; // nobody could say
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** What a detector picked. */
export interface Detected {
  settings: DetectorSettings;
  labelled: LabelledResult | null; // null: there is no labelled sample
  rows: ReadonlySet<number>; // of the corpus
  unread: number; // rows of which nobody could say
  problem: string | null; // why no arm can use it
}

/** Measures each detector on its labelled sample, then applies those that pass to every row of the corpus. */
export async function runDetectors(
  all: readonly DetectorSettings[],
  corpus: AblationCorpus,
  tools: DetectorTools
): Promise<Map<string, Detected>> {
  const found = new Map<string, Detected>();
  for (const settings of all) {
    if ("ask" in settings.by && tools.judge === null)
      throw new UserError(`ablation: the detector ${settings.name} asks a model: expected a model in models.judge`);
    const detect = await createDetector(settings, tools);
    const sample = settings.labelled === null ? null : readLabelledPairs(settings.labelled);
    const labelled = sample && score(sample, await detect(sample));
    const problem = labelled && tooImprecise(labelled, settings);
    const {rows, unread} = problem === null ? await pick(corpus, detect) : {rows: new Set<number>(), unread: 0};
    found.set(settings.name, {settings, labelled, rows, unread, problem});
  }
  return found;
}

async function pick(corpus: AblationCorpus, detect: Detector): Promise<{rows: Set<number>; unread: number}> {
  const rows = new Set<number>();
  let unread = 0;
  const all = [...allRows(corpus)];
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    const part = all.slice(start, start + rowsAtOnce);
    for (const [i, is] of (await detect(part.map((row) => corpus.pair(row)))).entries()) {
      if (is === null) unread++;
      else if (is) rows.add(part[i]!);
    }
  }
  return {rows, unread};
}

function score(sample: readonly LabelledPair[], picked: readonly (boolean | null)[]): LabelledResult {
  const count = (is: boolean | null, label: boolean): number =>
    sample.filter((pair, i) => picked[i] === is && pair.label === label).length;
  return {
    pairs: sample.length,
    unread: count(null, true) + count(null, false),
    truePositives: count(true, true),
    falsePositives: count(true, false),
    falseNegatives: count(false, true)
  };
}

/** Of the pairs that it picks, the share that people pick too: with its interval, over how many. */
export const precisionOf = ({truePositives, falsePositives}: LabelledResult) =>
  wilson(truePositives, truePositives + falsePositives);

/** Of the pairs that people pick, the share that it picks too. */
export const recallOf = ({truePositives, falseNegatives}: LabelledResult) =>
  wilson(truePositives, truePositives + falseNegatives);

function tooImprecise(labelled: LabelledResult, {precision: least}: DetectorSettings): string | null {
  if (least === null) return null;
  const {rate, low, high} = precisionOf(labelled);
  if (low !== null && low >= least) return null;
  const {truePositives, falsePositives} = labelled;
  const cure = `expected a lower end of ${percent(least)} or more: label more pairs, or mend it`;
  if (rate === null || low === null || high === null)
    return `its precision is not known, as it picks no labelled pair; ${cure}`;
  const n = countOf(truePositives + falsePositives, "labelled pair");
  return `its precision is ${percent(rate)} (${percent(low)} to ${percent(high)}, ${n} picked); ${cure}`;
}
