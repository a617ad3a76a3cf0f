import type {CaseStudy} from "../../src/shared/caseStudy.js";
import type {RealBench} from "../../src/shared/realBench.js";
import type {TableName} from "../../src/shared/schema.js";
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
    bench: JSON.parse(benchJson("real")) as RealBench | null
  };
  return JSON.stringify(study);
}
