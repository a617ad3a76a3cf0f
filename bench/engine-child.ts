import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {prepareStudy} from "../loaders/study/prepare.js";
import {readStudy} from "../loaders/study/read-study.js";
import {runStudy} from "../loaders/study/run-study.js";
import {dataFolder, projectFolder} from "../loaders/util/paths.js";

/** Runs one lab study of the size given as JSON, alone in this process, and prints what it took. */
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
let peakInMB = 0;
const timer = setInterval(() => (peakInMB = Math.max(peakInMB, process.memoryUsage.rss() / 1e6)), 50);
const study = readStudy(file);
await prepareStudy(study);
const searchStart = performance.now();
const manifest = await runStudy(study);
clearInterval(timer);
const seconds = performance.now() / 1000;
const {user, system} = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    candidates: manifest.counts.candidates,
    seconds,
    searchSeconds: (performance.now() - searchStart) / 1000,
    peakInMB: Math.max(peakInMB, process.resourceUsage().maxRSS / 1000),
    cpuInMsPerCall: (user + system) / 1000 / manifest.spend.calls
  })
);
