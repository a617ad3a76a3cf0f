import {join} from "node:path";
import type {Row} from "../../../src/shared/schema.js";
import {readRubric} from "../../measure/rubric-file.js";
import {toFindingSource} from "../../probe/sources/findings.js";
import {noContext} from "../../step/contexts/context.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {RoleSettings} from "../../step/role.js";
import type {Found, StepTools} from "../../step/step-run.js";
import {noTexts} from "../../step/texts.js";
import {BatchLog} from "../../store/batch-log.js";
import {Journal} from "../../store/journal.js";
import {Recorder} from "../../store/recorder.js";
import {dataFolder} from "../../util/paths.js";
import {AblationRun} from "../ablation-run.js";
import type {AblationSettings} from "../settings.js";
import {shipped, type FailingWorld, type Failure} from "./failing-world.js";

/** Settings that no measurement changes. */
export const defaults: Omit<AblationSettings, "arms"> = {
  index: "lab",
  corpus: null,
  findings: toFindingSource({top: 100}),
  controls: ["everywhere"],
  seeds: [1, 2],
  trainer: {kind: "lab"},
  samples: 10,
  rewordings: 16,
  byModel: false,
  ordinary: 20,
  bar: 0.1,
  context: noContext,
  trace: {k: 1000, least: 0.5, polarity: "violate", seed: 1},
  most: 10_000,
  seed: 1
};

/** Rows of the tables of an ablation. */
export interface AblationRows {
  arms: Row<"arms">[];
  verdicts: Row<"arm_verdicts">[];
  rates: Row<"arm_rates">[];
  rounds: Row<"arm_rounds">[];
}

/** Ablates the findings of a world: each failure is one, named after its chunk. */
export async function ablateWorld(
  {file, lab, faults}: FailingWorld,
  settings: Partial<AblationSettings> & Pick<AblationSettings, "arms">
): Promise<AblationRows> {
  const journal = Journal.open(join(dataFolder(), `${lab.world}.jsonl`));
  const names = [...new Set(faults.map(({rubric}) => rubric))];
  const rubrics = names.map((name) => readRubric(shipped(`rubrics/${name}.yaml`)));
  const role = (name: string): RoleSettings => ({
    ...{model: lab.model(name), temperature: 1, topP: null, maxTokens: 2048, thinking: 0, effort: null},
    ...{system: null, stop: [], showThinking: false}
  });
  const shared = new Map<string, unknown>();
  const tools = {
    prepared: {
      study: {name: lab.world, file, world: file, rubrics, concurrency: 64},
      roles: {targets: [role("target")], judges: [role("judge")], perturb: null, ofStep: () => null},
      lab
    } as unknown as PreparedStudy,
    recorder: new Recorder(journal),
    journal,
    batches: new BatchLog(join(dataFolder(), "batches.jsonl")),
    found: foundOf(faults),
    shared: <T>(key: string, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    }
  } satisfies StepTools;
  const run = new AblationRun({...defaults, ...settings}, tools);
  const nothing = (): void => undefined;
  await run.run({
    watcher: {planned: nothing, done: nothing, skipped: nothing, show: nothing},
    signal: new AbortController().signal,
    afterPart: async () => undefined,
    giveUp: nothing,
    mustEnd: () => false,
    log: nothing
  });
  const {arms, arm_verdicts: verdicts, arm_rates: rates, arm_rounds: rounds} = run.rows().tables();
  const rowsOf = {
    arms: [...(arms!() as Iterable<Row<"arms">>)],
    verdicts: [...(verdicts!() as Iterable<Row<"arm_verdicts">>)],
    rates: [...(rates!() as Iterable<Row<"arm_rates">>)],
    rounds: [...(rounds!() as Iterable<Row<"arm_rounds">>)]
  };
  journal.close();
  return rowsOf;
}

function foundOf(faults: readonly Failure[]): Found {
  const findings = faults.map(({chunk, rubric, query}, candidate) => {
    const known = {id: chunk, rubric, model: "lab:target", candidate, query, flagged: true, confirmed: true};
    return known as unknown as Row<"findings">;
  });
  return {
    candidates: () => [],
    findings: () => findings,
    regions: () => [],
    textsOf: (candidate) => ({...noTexts, query: faults[candidate]!.query, response: faults[candidate]!.response})
  };
}
