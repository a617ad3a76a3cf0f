import type {CaseStudy, Organism} from "../../src/shared/caseStudy.js";
import type {RealBench} from "../../src/shared/realBench.js";
import type {TableName} from "../../src/shared/schema.js";
import {readManifest} from "../store/manifest.js";
import {readTable} from "../store/tables.js";
import {describeStudy, listStudies} from "../study/manifest/list.js";
import {benchJson} from "./bench-figures.js";
import {ensureStudy} from "../study/run/ensure.js";

const name = "smollm2";

/** Whether the study of the case study is among the studies. */
export const hasCaseStudy = (): boolean => listStudies().includes(name);

/** What the page of the case study shows, as JSON; `null` where its study is not among the studies. */
export async function caseStudyJson(): Promise<string> {
  if (!hasCaseStudy()) return "null";
  await ensureStudy(name);
  const read = async <T extends TableName>(table: T) => (await readTable(name, table)) ?? [];
  const study: CaseStudy = {
    manifest: describeStudy(name),
    rates: (await read("rates")).filter(({step, group}) => step !== "probe" || group !== "prompt"),
    cells: (await read("rates")).filter(({step, group}) => step === "probe" && group === "prompt"),
    regions: await read("regions"),
    findings: (await read("findings")).filter(({confirmed_n: n}) => n !== null),
    comparisons: (await read("comparisons")).filter(({step}) => step === "robustness"),
    bench: JSON.parse(benchJson("real")) as RealBench | null,
    organism: await readOrganism()
  };
  return JSON.stringify(study);
}

const organism = "organism";

/** The planted fault; null as long as its study, which `npm start` runs behind the site, has no tables. */
async function readOrganism(): Promise<Organism | null> {
  if (!listStudies().includes(organism) || !readManifest(organism)?.tables) return null;
  const read = async <T extends TableName>(table: T) => (await readTable(organism, table)) ?? [];
  return {
    name: organism,
    regions: await read("regions"),
    findings: (await read("findings")).filter(({confirmed_n: n}) => n !== null),
    traces: await read("traces"),
    arms: await read("arms"),
    rates: (await read("arm_rates")).filter(({group, seed}) => group !== "prompt" && seed === null),
    verdicts: await read("arm_verdicts")
  };
}
