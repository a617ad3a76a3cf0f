import {UserError} from "../../util/user-error.js";
import {DigestSet} from "./digest-set.js";
import {digestOf, PairDraw} from "./pair-draw.js";
import {fetchHubFiles} from "../hub/hub-files.js";
import {isHubLocation} from "../hub/hub-location.js";
import {corpusNotes} from "./corpus-notes.js";
import {findFiles, type CorpusFile} from "./pair-files.js";
import {scanRows} from "./pair-scan.js";
import {checkUsable, PairTally} from "./pair-tally.js";
import type {CorpusReport, Pair, PairOptions, UnreadFiles} from "./pairs.js";

export type {CorpusReport, Pair, PairOptions, PairProgress, SkipReason} from "./pairs.js";

type Visit = (pair: Pair) => void | Promise<void>;

/**
 * Streams the pairs of a data file (.jsonl, .json, .parquet, .arrow, also .gz and .zst), of a folder of such files or of
 * a hub data set (`hf:owner/name`, docs/corpora.md) to `visit`, in file order. Exact duplicates within a chunk come once; a sample is
 * a seeded random draw from the distinct pairs. Memory is bounded: a row, a Parquet page, and 12 bytes a distinct pair.
 *
 * Every row that is no pair is counted with its reason. Throws a UserError when no row is a pair, or a file is damaged
 * or not there.
 */
export async function readPairs(location: string, options: PairOptions, visit: Visit): Promise<CorpusReport> {
  checkOptions(options);
  const {files, unread, revision} = await locate(location, options);
  const tally = new PairTally();
  const isSample = options.sample !== undefined || options.perSource !== undefined;
  const distinct = await (isSample ? readSample : readAll)({location, files, tally, visit}, options);
  const {rows, kept, duplicates, unnamed} = tally;
  const counts = tally.counts();
  const notes = corpusNotes({...counts, unnamed, unread}, tally, options.source);
  const sampledOut = distinct - kept;
  return {location, rows, kept, duplicates, sampledOut, unnamed, unread, ...counts, notes, revision};
}

/** The files of a corpus; those of a hub data set are downloaded first. */
async function locate(
  location: string,
  {files: globs, endpoint, revision, cache, signal, onProgress}: PairOptions
): Promise<{files: CorpusFile[]; unread: UnreadFiles[]; revision: string | null}> {
  if (!isHubLocation(location)) return {...(await findFiles(location, globs)), revision: null};
  const onBytes = (bytes: number, totalBytes: number): void =>
    onProgress?.({stage: "download", rows: 0, kept: 0, bytes, totalBytes});
  const {files, commit} = await fetchHubFiles(location, {files: globs, endpoint, revision, cache, signal, onBytes});
  return {files, unread: [], revision: commit};
}

interface Reading {
  location: string;
  files: CorpusFile[];
  tally: PairTally;
  visit: Visit;
}

type PairReader = (reading: Reading, options: PairOptions) => Promise<number>;

const readAll: PairReader = async ({location, files, tally, visit}, options) => {
  const seen = new DigestSet();
  for await (const {pair} of scanRows(files, {...options, stage: "read", tally})) {
    if (!seen.add(digestOf(pair))) tally.duplicates++;
    else {
      tally.keep(pair.source);
      const visited = visit(pair);
      if (visited !== undefined) await visited;
    }
  }
  checkUsable(tally, location, options);
  return seen.size;
};

/** Reads twice: first to draw, then to visit what was drawn. */
const readSample: PairReader = async ({location, files, tally, visit}, options) => {
  const draw = new PairDraw(options);
  for await (const {pair, ordinal} of scanRows(files, {...options, stage: "choose", tally}))
    if (!draw.add(pair.source, digestOf(pair), ordinal)) tally.duplicates++;
  checkUsable(tally, location, options);
  for await (const {pair} of scanRows(files, {...options, stage: "read", tally, drawn: draw.rows()})) {
    tally.keep(pair.source);
    const visited = visit(pair);
    if (visited !== undefined) await visited;
  }
  return draw.distinct;
};

function checkOptions({sample, perSource}: PairOptions): void {
  if (sample !== undefined && perSource !== undefined)
    throw new UserError("a sample is drawn in all or of each chunk: give one of the two sizes");
  for (const size of [sample, perSource])
    if (size !== undefined && !(Number.isInteger(size) && size > 0))
      throw new UserError(`expected a whole number of pairs above 0 as the size of the sample, got ${size}`);
}
