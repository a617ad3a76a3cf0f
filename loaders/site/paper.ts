import {readdirSync, readFileSync} from "node:fs";
import {basename, join} from "node:path";
import {csvParse} from "d3";
import type {Measured} from "../../src/shared/paper.js";
import type {Row} from "../../src/shared/schema.js";
import {readTable} from "../store/tables.js";
import {ensureStudy} from "../study/run/ensure.js";
import {describeStudy, listStudies} from "../study/manifest/list.js";
import {projectFolder} from "../util/paths.js";

const paperFolder = join(projectFolder, "data", "paper"); // ships with the product; SURFTURF_DATA does not move it

/** The tables transcribed from the paper, by the item they are of, as JSON: data/paper/<item>.csv. */
export function publishedJson(): string {
  const files = readdirSync(paperFolder).filter((file) => file.endsWith(".csv"));
  const tables = files
    .sort()
    .map((file) => [basename(file, ".csv"), csvParse(readFileSync(join(paperFolder, file), "utf8"), toNumbers)]);
  return JSON.stringify(Object.fromEntries(tables));
}

const numbers = new Set(["percent", "n", "value", "of"]);

const toNumbers = (row: Record<string, string>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, numbers.has(name) && text !== "" ? Number(text) : text])
  );

const mostFindings = 30; // of a study without marks, by rubric and model: a page shows examples, not all

/** What the studies here measured that the paper measured too, as JSON. Unfinished studies run first if free. */
export async function measuredJson(): Promise<string> {
  const studies: Measured["studies"] = [];
  for (const name of listStudies()) {
    await ensureStudy(name);
    studies.push(await measuredOf(name));
  }
  return JSON.stringify({studies});
}

async function measuredOf(name: string): Promise<Measured["studies"][number]> {
  const {title, origin} = describeStudy(name);
  const kinds = new Map<string, string>();
  for (const {step, probe, kind} of (await readTable(name, "probe_prompts")) ?? []) kinds.set(`${step}/${probe}`, kind);
  const kindOf = ({step, probe}: {step: string; probe: string | null}) => kinds.get(`${step}/${probe ?? ""}`) ?? null;
  const rates = ((await readTable(name, "rates")) ?? []).filter(isShown);
  const means = ((await readTable(name, "means")) ?? []).filter(
    ({step, group}) => step === "probe" && group !== "prompt"
  );
  const comparisons = (await readTable(name, "comparisons")) ?? [];
  const contexts = (await readTable(name, "probe_contexts")) ?? [];
  return {
    name,
    title,
    origin,
    rates: rates.map((row) => ({...row, kind: kindOf(row)})),
    means: means.map((row) => ({...row, kind: kindOf(row)})),
    comparisons: comparisons.map((row) => ({...row, kind: kindOf(row)})),
    contexts,
    findings: examples((await readTable(name, "findings")) ?? []),
    traces: (await readTable(name, "traces")) ?? [],
    chunks: (await readTable(name, "chunks")) ?? [],
    arms: (await readTable(name, "arms")) ?? [],
    arm_cells: (await readTable(name, "arm_cells")) ?? [],
    arm_rates: ((await readTable(name, "arm_rates")) ?? []).filter(
      ({group, seed}) => group === "finding" && seed === null
    )
  };
}

/** Top entries of searches, variants of robustness, all groups of probes except prompts of a grid: its cells do. */
function isShown({step, group, row, column}: Row<"rates">): boolean {
  if (step !== "probe") return group === (step === "surf" ? "output" : "variant");
  return group !== "prompt" || (row === null && column === null);
}

/** Findings that were sampled again or marked by a person, and of the others the first of each rubric and model. */
function examples(findings: readonly Row<"findings">[]): Row<"findings">[] {
  const seen = new Map<string, number>();
  return findings.filter(({rubric, model, confirmed_n, mark}) => {
    const key = `${rubric}\u0000${model}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return confirmed_n !== null || mark !== null || seen.get(key)! <= mostFindings;
  });
}
