import {ColumnCoder, ListCoder, tableOf, type CodedTable} from "../../../src/shared/explore/codedTable.js";
import {candidateColumns, type CandidateList, type CandidateScalar} from "../../../src/shared/explore/columns.js";
import {countRows, readBlocks, readTable} from "../../store/tables.js";
import {measuresByFinding, type FindingMeasures} from "./measures-of-findings.js";
import {regionFinder} from "./regions-of-candidates.js";

const scalarNames = Object.keys(candidateColumns.scalars) as CandidateScalar[];
const ofTable = scalarNames.filter((name) => name !== "length" && name !== "confirmed_rate");
const read = [...ofTable, "attributes", "met", "coverage"] as const;

/** The candidates of a study with what pages select them by, read in blocks: a study may have a million. */
export async function codeCandidates(study: string): Promise<CodedTable> {
  const rows = await countRows(study, "candidates");
  const columns = Object.fromEntries(scalarNames.map((name) => [name, new ColumnCoder(rows)])) as Columns;
  const lists = Object.fromEntries(candidateColumns.lists.map((name) => [name, new ListCoder(rows)])) as Lists;
  const regions = (await readTable(study, "regions")) ?? [];
  const regionsOf = regionFinder(regions);
  const about = await aboutFindings(study);
  let id = 0;
  for await (const block of readBlocks(study, "candidates", read))
    for (const row of block) {
      for (const name of ofTable) columns[name].add(row[name] ?? null);
      const had = (row.coverage == null ? row.attributes : row.met) ?? [];
      lists.attributes.add(had);
      lists.regions.add(regionsOf({rubric: row.rubric!, model: row.model!}, had));
      const {chunks, rate, measures} = about.get(id++) ?? unknown;
      lists.chunks.add(chunks);
      lists.measures.addWeighted(measures);
      columns.confirmed_rate.add(rate);
    }
  await addLengths(study, columns.length, rows);
  const descriptions = new Map(regions.map((region) => [region.id, region.description]));
  const finishList = (name: CandidateList) =>
    name === "measures"
      ? lists.measures.finishWeighted()
      : lists[name].finish(name === "regions" ? (value) => descriptions.get(value) ?? value : undefined);
  return tableOf(
    "candidates",
    rows,
    (name) => columns[name as CandidateScalar].finish(),
    (name) => finishList(name as CandidateList)
  );
}

type Columns = Record<CandidateScalar, ColumnCoder>;
type Lists = Record<CandidateList, ListCoder>;

/** Adds how long each response is, in characters; null for a candidate without one. */
async function addLengths(study: string, lengths: ColumnCoder, rows: number): Promise<void> {
  let added = 0;
  for await (const block of readBlocks(study, "texts", ["response"]))
    for (const {response} of block) if (added++ < rows) lengths.add(response?.length ?? null);
  for (; added < rows; added++) lengths.add(null); // a report may lack texts at the end
}

/** What the steps after the search found out about the finding of a candidate. */
interface AboutFinding {
  chunks: string[]; // that its traces lead to
  rate: number | null; // of the samples that confirm it
  measures: FindingMeasures; // of its own prompt and of those made of it
}

const unknown: AboutFinding = {chunks: [], rate: null, measures: new Map()};

/**
 * What is known of findings, by candidate. Measures are those of the candidate that the finding is, not of the
 * near-duplicates that were folded into it: a sample is counted once.
 */
async function aboutFindings(study: string): Promise<Map<number, AboutFinding>> {
  const chunks = new Map<string, Set<string>>();
  for (const {finding, source} of (await readTable(study, "traces")) ?? [])
    if (finding !== null && source !== null) chunks.set(finding, (chunks.get(finding) ?? new Set()).add(source));
  const measures = await measuresByFinding(study);
  const byCandidate = new Map<number, AboutFinding>();
  for (const {id, candidate, folded_candidates: folded, confirmed_rate: rate} of (await readTable(study, "findings")) ??
    []) {
    const about = {chunks: [...(chunks.get(id) ?? [])], rate};
    for (const row of folded) byCandidate.set(row, {...about, measures: unknown.measures});
    if (candidate !== null) byCandidate.set(candidate, {...about, measures: measures.get(id) ?? unknown.measures});
  }
  return byCandidate;
}
