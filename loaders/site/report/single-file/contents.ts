import type {SingleFileContents} from "../../../../src/shared/reportContents.js";
import {columnsOf, type Row, type TableName} from "../../../../src/shared/schema.js";
import {packageVersion, readManifest} from "../../../store/manifest.js";
import {readBlocks, readTable} from "../../../store/tables.js";
import {describeMaking} from "../../made.js";

const mostInFull = 100;

/** What a report of one file holds, from the copy of the study that is masked already. */
export async function singleFileContents(study: string): Promise<SingleFileContents> {
  const read = async <T extends TableName>(table: T): Promise<Row<T>[]> => (await readTable(study, table)) ?? [];
  const {report, file, built} = await describeMaking(study);
  const findings = await read("findings");
  const inFull = [...findings].sort(surestFirst).slice(0, mostInFull);
  const items = new Set<string | null>(findings.map(({id}) => id));
  return {
    manifest: readManifest(study)!,
    notes: [...(report?.notes ?? []), ...cutInWords(findings.length)],
    findings,
    rates: (await read("rates")).filter(
      ({step, group, item}) => step === "surf" || group === "variant" || items.has(item)
    ),
    prompts: (await read("probe_prompts")).filter(({item}) => items.has(item)),
    regions: await read("regions"),
    traces: await read("traces"),
    verdicts: await read("arm_verdicts"),
    exclusions: await read("exclusions"),
    texts: await textsOf(study, inFull),
    studyFile: file,
    built,
    builtBy: packageVersion
  };
}

const surestFirst = (a: Row<"findings">, b: Row<"findings">): number =>
  (b.confirmed_low ?? -1) - (a.confirmed_low ?? -1) || b.score - a.score;

const cutInWords = (findings: number): string[] =>
  findings > mostInFull ? [`Prompts and answers of the surest ${mostInFull} of ${findings} findings are here.`] : [];

const textColumns = columnsOf("texts").map(([name]) => name) as (keyof Row<"texts"> & string)[];

/** The texts of findings, by their ids. */
async function textsOf(study: string, findings: readonly Row<"findings">[]): Promise<Record<string, Row<"texts">>> {
  const wanted = new Map(findings.flatMap(({id, candidate}) => (candidate === null ? [] : [[candidate, id]])));
  const texts: [string, Row<"texts">][] = [];
  for await (const block of readBlocks(study, "texts", textColumns))
    for (const row of block) if (wanted.has(row.id!)) texts.push([wanted.get(row.id!)!, row as Row<"texts">]);
  return Object.fromEntries(texts);
}
