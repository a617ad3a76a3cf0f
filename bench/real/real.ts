import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {RealBench, RealSearch} from "../../src/shared/realBench.js";
import {plannedCandidates} from "../../loaders/surf/normalize.js";
import {settingsOf} from "../../loaders/step/step.js";
import {surfStep} from "../../loaders/surf/step.js";
import type {Study} from "../../loaders/step/study.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {projectFolder} from "../../loaders/util/paths.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";
import {judgeByRule, recordedPrompts, recordingOf} from "./answered-prompts.js";
import {countUniformly, countVerdicts} from "./counting.js";
import {groupByMeaning} from "./meanings.js";
import {Population} from "./population.js";
import {runSearch, searches} from "./run-search.js";
import {scoreReport, type ReportScore} from "./score-report.js";
import {trueRegions} from "./truth.js";

const seeds = Number(process.env.SEEDS ?? 20);
const firstSeed = 2001; // the study itself has seed 1
const floors = {singles: 0.8, pairs: 0.5, right: 0.95, baselines: 1, precision: 3};

/** The truth of the recorded model, and three ways to look for it at equal calls; writes data/bench/real.json. */
export async function benchReal(): Promise<BenchResult> {
  const study = atItsPlace(readStudy(join(projectFolder, "data", "studies", "smollm2.yaml")));
  const calls = plannedCandidates(settingsOf(study, surfStep)!);
  const recorded = await recordedPrompts(study);
  const measured: RealBench = {prompts: recorded.length, answers: 4, calls, seeds, rubrics: [], searches: []};
  for (const rubric of study.rubrics) {
    const prompts = await judgeByRule(recorded, rubric);
    const population = new Population(
      prompts.map(({verdicts, ...prompt}) => ({...prompt, ...countVerdicts(verdicts)}))
    );
    const meanings = groupByMeaning(population, trueRegions(population));
    const rate = population.rate(population.having([]));
    const regions = meanings.flatMap((group, meaning) => group.map((region) => ({...region, meaning})));
    measured.rubrics.push({rubric: rubric.name, rate, regions});
    const score = (report: readonly string[][]) => scoreReport(population, meanings, report);
    const all = Array.from({length: seeds}, (_, i) => firstSeed + i);
    const counted = all.map((seed) => score(countUniformly(prompts, calls, seed)));
    measured.searches.push(add("counting", rubric.name, counted));
    for (const sampler of searches) {
      const scores = await inOwnData(async () => {
        const found: ReportScore[] = [];
        for (const seed of all) found.push(score(await runSearch(study, {rubric, sampler, seed})));
        return found;
      });
      measured.searches.push(add(sampler, rubric.name, scores));
    }
    process.stderr.write(`${rubric.name}: ${regions.length} true regions\n`);
  }
  const folder = join(projectFolder, "data", "bench");
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "real.json"), `${JSON.stringify(measured, null, 1)}\n`);
  return {
    name: "Real model: true regions found, three searches at equal calls (docs/real-model.md)",
    rows: rowsOf(measured)
  };
}

/** The study with the folder of its recording written out: searches run in a data folder of their own. */
function atItsPlace(study: Study): Study {
  return {...study, targets: [{...study.targets[0]!, model: `recorded:${recordingOf(study)}`}]};
}

function add(search: RealSearch["search"], rubric: string, scores: readonly ReportScore[]): RealSearch {
  const total: ReportScore = {reported: 0, true: 0, meanings: 0, found: 0, singles: 0, singlesFound: 0};
  for (const score of scores) for (const key of Object.keys(total) as (keyof ReportScore)[]) total[key] += score[key];
  return {search, rubric, ...total};
}

function rowsOf({prompts, calls, rubrics, searches: scored}: RealBench): BenchResult["rows"] {
  const regions = rubrics.reduce((sum, rubric) => sum + rubric.regions.length, 0);
  const totals = Object.fromEntries(
    (["adaptive", "reference", "counting"] as const).map((name) => [name, totalOf(scored, name)])
  ) as Record<RealSearch["search"], ReportScore>;
  const {adaptive, reference, counting} = totals;
  const found = Object.entries(totals).flatMap(([name, total]): BenchResult["rows"] => [
    [`${name}: meanings found, ${calls} calls a rubric`, shareOf(total.found, total.meanings), "", true],
    [`${name}: of these, single attributes`, shareOf(total.singlesFound, total.singles), "", true],
    [`${name}: reported sets that are true`, shareOf(total.true, total.reported), "", true]
  ]);
  const rateOf = (part: number, all: number) => part / Math.max(1, all);
  const singles = rateOf(adaptive.singlesFound, adaptive.singles);
  const pairs = rateOf(adaptive.found - adaptive.singlesFound, adaptive.meanings - adaptive.singles);
  const right = rateOf(adaptive.true, adaptive.reported);
  const asCounting = rateOf(adaptive.found, counting.found);
  const asReference = rateOf(adaptive.found, reference.found);
  const asTrue = right / Math.max(rateOf(reference.true, reference.reported), 1e-9);
  return [
    [`true regions of ${rubrics.length} rubrics, ${prompts} prompts`, String(regions), "", true],
    ...found,
    ["adaptive: single attributes found", percent(singles), percent(floors.singles), singles >= floors.singles],
    [
      "adaptive: pairs found that no single attribute explains",
      percent(pairs),
      percent(floors.pairs),
      pairs >= floors.pairs
    ],
    ["adaptive: reported sets that are true", percent(right), percent(floors.right), right >= floors.right],
    [
      "adaptive: meanings found, to counting",
      times(asCounting),
      times(floors.baselines),
      asCounting >= floors.baselines
    ],
    ["adaptive: the same, to reference", times(asReference), times(floors.baselines), asReference >= floors.baselines],
    [
      "adaptive: share of reports that are true, to reference",
      times(asTrue),
      times(floors.precision),
      asTrue >= floors.precision
    ]
  ];
}

function totalOf(scored: readonly RealSearch[], name: RealSearch["search"]): ReportScore {
  const own = scored.filter(({search}) => search === name);
  const sum = (key: keyof ReportScore) => own.reduce((total, each) => total + each[key], 0);
  return {
    reported: sum("reported"),
    true: sum("true"),
    meanings: sum("meanings"),
    found: sum("found"),
    singles: sum("singles"),
    singlesFound: sum("singlesFound")
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
const times = (ratio: number): string => `${ratio.toFixed(2)} x`;
const shareOf = (part: number, all: number): string =>
  all === 0 ? "none" : `${part} of ${all} (${percent(part / all)})`;
