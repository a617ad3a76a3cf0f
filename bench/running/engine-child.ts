import {mkdirSync, readdirSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {keepHeapSmall} from "../../loaders/util/heap.js";
import {dataFolder, projectFolder, studyFolder} from "../../loaders/util/paths.js";

export interface EngineMeasure {
  candidates: number;
  seconds: number; // since the process began
  peakInMB: number; // highest resident memory
  cpuInMsPerCall: number;
  tablesInMB: number;
}

/** Runs one lab study of the size given as JSON, alone in this process, and prints what it took. */
keepHeapSmall();
const {runs, iterations, candidates} = JSON.parse(process.argv[2]!) as Record<string, number>;
const file = join(dataFolder(), "studies", "bench.yaml");
mkdirSync(join(dataFolder(), "studies"), {recursive: true});
writeFileSync(
  file,
  `models: lab
rubrics: [${join(projectFolder, "data/rubrics/code.yaml")}]
world: ${join(projectFolder, "data/worlds/chunky.yaml")}
surf: {runs: ${runs}, iterations: ${iterations}, candidates: ${candidates}, hopeless: false}
`
);
const {counts, spend} = await runStudy(readStudy(file));
const {user, system} = process.cpuUsage();
const tables = join(studyFolder("bench"), "tables");
const measure: EngineMeasure = {
  candidates: counts.candidates,
  seconds: performance.now() / 1000,
  peakInMB: process.resourceUsage().maxRSS / 1000,
  cpuInMsPerCall: (user + system) / 1000 / spend.calls,
  tablesInMB: readdirSync(tables).reduce((sum, name) => sum + statSync(join(tables, name)).size / 1e6, 0)
};
process.stdout.write(JSON.stringify(measure));
