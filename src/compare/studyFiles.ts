import type {StudyManifest} from "../shared/manifest.js";
import type {Rescore} from "../shared/rescore.js";
import type {Row} from "../shared/schema.js";
import {readArrow, readRows, type ArrowFile} from "../ui/arrowFiles.js";
import type {ColumnTable} from "../ui/columnTable.js";
import {openRows, type RowStore, type SiteFile} from "../ui/parquetRows.js";

interface JsonFile {
  json(): Promise<unknown>;
}

/** The files of a study that a comparison reads, as `FileAttachment` returns them. The page lists them by study. */
export interface StudyFiles {
  study: JsonFile;
  rescores: JsonFile;
  runs: ArrowFile;
  iterations: ArrowFile;
  rates: ArrowFile;
  means: ArrowFile;
  probe_prompts: ArrowFile;
  samples: ArrowFile;
  findings: ArrowFile;
  regions: ArrowFile;
  attributes: ArrowFile;
  attribute_weights: ArrowFile;
  candidates: ArrowFile;
  texts: SiteFile;
  sample_texts: SiteFile;
  probe_texts: SiteFile;
}

/** What a comparison reads of a study. */
export interface StudyTables {
  manifest: StudyManifest;
  rescores: Rescore[];
  runs: Row<"runs">[];
  iterations: Row<"iterations">[];
  rates: Row<"rates">[];
  means: Row<"means">[];
  prompts: Row<"probe_prompts">[];
  samples: ColumnTable;
  findings: Row<"findings">[];
  regions: Row<"regions">[];
  attributes: Row<"attributes">[];
  weights: ColumnTable; // its attributes are numbers of `attributes`
  candidates: ColumnTable | null; // null: too many to read them all
  texts: StudyTexts;
}

/** Long texts, read a row at a time. */
export interface StudyTexts {
  candidates: RowStore<Pick<Row<"texts">, "query" | "response" | "reasoning">>;
  samples: RowStore<Pick<Row<"sample_texts">, "response" | "reasoning">>;
  prompts: RowStore<Pick<Row<"probe_texts">, "query">>;
}

/** Candidates that a page pairs at most: more would take hundreds of megabytes. */
export const mostCandidates = 200_000;

/** Reads the tables of a study. */
export async function readStudyTables(files: StudyFiles): Promise<StudyTables> {
  const manifest = (await files.study.json()) as StudyManifest;
  const isLarge = manifest.counts.candidates > mostCandidates;
  const [
    rescores,
    runs,
    iterations,
    rates,
    means,
    prompts,
    samples,
    findings,
    regions,
    attributes,
    weights,
    candidates
  ] = await Promise.all([
    files.rescores.json() as Promise<Rescore[]>,
    readRows<Row<"runs">>(files.runs),
    readRows<Row<"iterations">>(files.iterations),
    readRows<Row<"rates">>(files.rates),
    readRows<Row<"means">>(files.means),
    readRows<Row<"probe_prompts">>(files.probe_prompts),
    readArrow(files.samples),
    readRows<Row<"findings">>(files.findings),
    readRows<Row<"regions">>(files.regions),
    readRows<Row<"attributes">>(files.attributes),
    readArrow(files.attribute_weights),
    isLarge ? null : readArrow(files.candidates)
  ]);
  const texts = {
    candidates: openRows<Row<"texts">>(files.texts),
    samples: openRows<Row<"sample_texts">>(files.sample_texts),
    prompts: openRows<Row<"probe_texts">>(files.probe_texts)
  };
  return {
    ...{manifest, rescores, runs, iterations, rates, means, prompts},
    samples,
    findings,
    regions,
    attributes,
    weights,
    candidates,
    texts
  };
}

/** Reads each study once, however often a reader comes back to it. */
export function studyReader(files: Record<string, StudyFiles>): (study: string) => Promise<StudyTables> {
  const read = new Map<string, Promise<StudyTables>>();
  return (study) => {
    const known = read.get(study);
    if (known !== undefined) return known;
    const opening = readStudyTables(files[study]!);
    read.set(study, opening);
    opening.catch(() => read.delete(study)); // the next choice tries again
    return opening;
  };
}
