import {indexBytes} from "../../loaders/engine/testing/clustered-index.js";
import {indexCorpus} from "../../loaders/tracing/index-corpus.js";
import {labIndexSettings} from "../../loaders/tracing/lab-index.js";
import {doIndexUnit} from "../../loaders/tracing/units/do-unit.js";
import {makeIndexPlan} from "../../loaders/tracing/units/find-plan.js";
import {readUnitRecord} from "../../loaders/engine/unit-record.js";
import {readIndexManifest} from "../../loaders/turf/index/manifest.js";
import {dataFolder} from "../../loaders/util/paths.js";
import type {ShardsMeasure} from "./shards-measure.js";

/** Makes the index of a mixture in units and in one process, and compares them. */
const {corpus, shards, few} = JSON.parse(process.argv[2]!) as {corpus: string; shards: number; few: number};
const settings = {
  ...labIndexSettings,
  sampling: {source: null, sample: null, perSource: null, seed: 42},
  ...{extract: "local", embed: "use-lite", clusters: null as number | null, summaries: "medoid", check: null}
};

const cpuSeconds = (): number => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The CPU seconds of all units by what they do. */
async function inUnits(name: string, clusters: number | null): Promise<{spent: Record<string, number>; ran: string[]}> {
  const request = {name, corpus, files: null, settings: {...settings, clusters}};
  const plan = await makeIndexPlan(request, {shards});
  const spent: Record<string, number> = {};
  const ran: string[] = [];
  for (const unit of plan.units) {
    if (readUnitRecord(plan.work, unit.id)?.isSpared) continue;
    const before = cpuSeconds();
    await doIndexUnit(plan, unit);
    spent[unit.task] = (spent[unit.task] ?? 0) + cpuSeconds() - before;
    ran.push(unit.id);
  }
  return {spent, ran};
}

const {spent} = await inUnits("shards", null);
const before = cpuSeconds();
const whole = await indexCorpus(corpus, "whole", {settings});
const wholeCpuSeconds = cpuSeconds() - before;
const [own, other] = [indexBytes(dataFolder(), "shards"), indexBytes(dataFolder(), "whole")];
const different = [...new Set([...Object.keys(own), ...Object.keys(other)])].filter(
  (file) => own[file] !== other[file]
);

const {ran} = await inUnits("few", few);
const wholeFew = await indexCorpus(corpus, "whole-few", {settings: {...settings, clusters: few}});
const measure: ShardsMeasure = {
  pairs: whole.pairs,
  ...whole.attributes,
  ...{shards, clusters: whole.clusters, dimension: whole.embedding!.dimension},
  cpuSeconds: spent,
  wholeCpuSeconds,
  embedCpuSeconds: spent.embed!,
  different,
  sample: {
    clusters: few,
    rounds: ran.filter((id) => id.startsWith("move-")).length,
    inertia: readIndexManifest("few")!.clustering!.inertia,
    whole: wholeFew.clustering!.inertia
  }
};
process.stdout.write(JSON.stringify(measure));
