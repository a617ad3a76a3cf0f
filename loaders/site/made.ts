import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {isMap, isPair, isScalar, parseDocument, visit} from "yaml";
import {readTable} from "../store/tables.js";
import {packageVersion} from "../store/manifest.js";
import {studiesFolder, studyFolder} from "../util/paths.js";

/** Where a report keeps what its pages say of it, beside the study's manifest. */
export const reportNotePath = (study: string): string => join(studyFolder(study), "report.json");

/** What a study's pages say of how they were made, beside its manifest. */
export interface Made {
  built: string; // ISO date
  packageVersion: string; // that built the pages
  file: string | null; // text of the study file; null for an imported study
  probes: {step: string; probe: string; kind: string; prompts: number; samples: number; unscored: number}[];
  report: {notes: string[]} | null; // what a report leaves out, one line each; null: the site itself
}

export async function describeMaking(study: string): Promise<Made> {
  const report = readReportNote(study);
  return {
    built: new Date().toISOString(),
    packageVersion,
    file: report === null ? studyFileText(study) : report.file,
    probes: await countProbes(study),
    report: report === null ? null : {notes: report.notes}
  };
}

/** What a report's own copy of a study says of itself; null for a study. */
function readReportNote(study: string): {notes: string[]; file: string | null} | null {
  const path = reportNotePath(study);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as {notes: string[]; file: string | null}) : null;
}

/** The study file without the values of its headers: one may be a secret. */
export function studyFileText(study: string): string | null {
  const path = join(studiesFolder(), `${study}.yaml`);
  if (!existsSync(path)) return null;
  const text = readFileSync(path, "utf8");
  if (!/\bheaders\b/.test(text)) return text;
  const document = parseDocument(text);
  visit(document, {
    Pair(_, {key, value}) {
      if (!isScalar(key) || key.value !== "headers" || !isMap(value)) return;
      for (const item of value.items) if (isPair(item)) item.value = document.createNode("(not shown)") as never;
    }
  });
  return document.toString();
}

async function countProbes(study: string): Promise<Made["probes"]> {
  const probes = new Map<string, Made["probes"][number]>();
  const keyOf = ({step, probe}: {step: string; probe: string}) => `${step}\u0000${probe}`;
  for (const row of (await readTable(study, "probe_prompts")) ?? []) {
    const {step, probe, kind} = row;
    if (!probes.has(keyOf(row))) probes.set(keyOf(row), {step, probe, kind, prompts: 0, samples: 0, unscored: 0});
    if (row.status === "used") probes.get(keyOf(row))!.prompts++;
  }
  for (const row of (await readTable(study, "samples")) ?? []) {
    const sum = probes.get(keyOf(row));
    if (sum === undefined) continue;
    sum.samples++;
    if (row.status === "unscored") sum.unscored++;
  }
  return [...probes.values()];
}
