import {plannedDetectable} from "../../src/shared/statistics/differences.js";
import {isPause} from "../model/pause.js";
import {callsOf} from "../step/call-row.js";
import type {SpelledContext} from "../step/contexts/context.js";
import {shotsFrom} from "../step/contexts/shots.js";
import {spellOutContexts} from "../step/contexts/spell-out.js";
import type {StepControl, StepRows, StepRun, StepTools} from "../step/step-run.js";
import type {OpenTracing} from "../tracing/trace-tools.js";
import {traceCalls} from "../tracing/turf-step.js";
import {isUserError, UserError} from "../util/user-error.js";
import {emptyState, type AblationState, type ArmModel, type ArmState} from "./arm-state.js";
import {hashOfData, sizeOf, type ArmData} from "./arm-data.js";
import {armLabel, type Arm} from "./arms/arm.js";
import {cellsOfModel} from "./cells.js";
import {allRows, countBySource} from "./corpus/corpus.js";
import {createTrainer} from "./create-trainer.js";
import {foundFindings} from "./found-findings.js";
import {measureModel, planSamples, type MeasureContext} from "./measure-model.js";
import {openIndexOf, planAblation, type AblationPlan} from "./plan-ablation.js";
import {furtherRounds} from "./rounds/further-rounds.js";
import {ablationTables} from "./rows.js";
import type {AblationSettings} from "./settings.js";
import type {Trainer} from "./trainers/trainer.js";
import {percent} from "./words.js";

const widthPerCall = 2; // samples under way for each call that may be in flight

/** The step `ablation`, being run: plans the arms, trains a model on each, and asks all models the same prompts. */
export class AblationRun implements StepRun {
  readonly #calls: number[] = []; // of the plan
  #state: AblationState = emptyState();

  constructor(
    private readonly settings: AblationSettings,
    private readonly tools: StepTools
  ) {}

  async run(control: StepControl): Promise<void> {
    const plan = await planAblation(this.settings, this.#planTools(control));
    if (plan === null) return control.watcher.planned(0);
    try {
      this.#state = stateOf(plan, this.settings);
      this.#announce(control);
      await this.#trainAll(plan, control);
    } finally {
      plan.corpus.close();
    }
    const problems = problemsOf(this.#state);
    if (problems.length > 0) throw new UserError(problems[0]!.message, problems[0]!.place, {more: problems.slice(1)});
  }

  rows(): StepRows {
    const state = snapshotOf(this.#state);
    const {journal} = this.tools;
    const {bar, trainer} = this.settings;
    const textOf = (ordinal: number): string | null => journal.read(ordinal).text;
    const calls = [...this.#calls];
    return {
      tables: () => (state.corpus === null ? {} : ablationTables(state, {trainer: trainer.kind, bar, textOf})),
      calls: () => callsOf(journal, distinctCalls(calls, state))
    };
  }

  #planTools({signal, log, watcher, afterPart}: StepControl) {
    const {prepared, recorder, found, batches} = this.tools;
    const {study, roles, lab} = prepared;
    const findings = foundFindings(study.rubrics, found);
    const width = study.concurrency * widthPerCall;
    const shotsOf = (chunk: string, count: number) => shotsFrom(lab, study.name, chunk, count);
    const {targets, judges, perturb} = roles;
    const asking = {recorder, batches, width, watcher, signal, afterPart, shotsOf};
    const known = traceCalls(this.tools);
    return {
      found: findings,
      measured: {
        regions: () => found.regions(),
        queryOf: (candidate: number) => found.textsOf(candidate).query,
        rubrics: study.rubrics,
        probes: {...asking, roles: {targets, judges, perturb}, findings: () => findings}
      },
      world: study.world,
      judge: roles.judges[0]?.model ?? null,
      writer: roles.ofStep("ablation", "writer") ?? roles.perturb,
      roles,
      recorder,
      width,
      signal,
      log,
      onCall: (ordinal: number) => void (known.has(ordinal) || this.#calls.push(ordinal))
    };
  }

  /** Says what the ablation can show before anything is trained. */
  #announce({watcher, log}: StepControl): void {
    const {arms, prompts, findings} = this.#state;
    const {samples, seeds} = this.settings;
    this.#countParts(watcher);
    const perFinding = prompts.filter(({finding}) => finding === findings[0]).length;
    const least = plannedDetectable({prompts: perFinding, samples: samples * seeds.length});
    log(
      `ablation: ${arms.length} arms x ${seeds.length} seeds; with ${perFinding} prompts of a finding and ${samples} ` +
        `samples of each, a change of ${percent(least)} or more is found with 80% power, if prompts react alike`
    );
  }

  #countParts({planned}: StepControl["watcher"]): void {
    const {arms, prompts} = this.#state;
    planned(arms.length * this.settings.seeds.length * planSamples(prompts, this.settings.samples).length);
  }

  async #trainAll(plan: AblationPlan, control: StepControl): Promise<void> {
    const trainer = createTrainer(this.settings, this.tools.prepared);
    const context = await this.#spelledContext();
    const train = async (state: ArmState): Promise<void> => {
      const data = {arm: state.arm, corpus: plan.corpus, heldOut: plan.heldOut};
      state.hash = hashOfData(data);
      for (const model of state.models) {
        control.signal.throwIfAborted();
        await this.#trainOne(trainer, {state, model, data, context}, control);
        await control.afterPart();
      }
    };
    for (const state of this.#state.arms) await train(state);
    await this.#furtherRounds(plan, train, control);
  }

  /** Goes on with the arms that have several rounds. A trace that fails is noted, and the others go on. */
  async #furtherRounds(
    plan: AblationPlan,
    train: (arm: ArmState) => Promise<void>,
    control: StepControl
  ): Promise<void> {
    const {log, signal, watcher} = control;
    const {journal} = this.tools;
    const state = this.#state;
    const isFirst = ({arm}: ArmState): boolean => arm.kind === "drop" && arm.round !== undefined;
    let tracing: Promise<OpenTracing> | undefined;
    const tools = {
      ...{state, bar: this.settings.bar, trace: this.settings.trace, addRound: plan.addRound, log},
      tracing: () => (tracing ??= openIndexOf(this.settings, this.#planTools(control))),
      textOf: (ordinal: number) => journal.read(ordinal).text,
      train: async (arms: readonly Arm[]): Promise<ArmState> => {
        const added = arms.map((arm) => armStateOf(arm, plan, this.settings));
        state.arms.push(...added);
        this.#countParts(watcher);
        for (const each of added) await train(each);
        return added[0]!;
      }
    };
    try {
      for (const first of state.arms.filter(isFirst)) {
        const finding = plan.chosen.find(({finding: {id}}) => id === first.arm.finding)!;
        const {rounds = 1} = this.settings.arms.find(({name}) => name === first.arm.name)!;
        try {
          await furtherRounds(first, {...tools, finding, rounds});
        } catch (error) {
          if (!isUserError(error) || isPause(error) || signal.aborted) throw error;
          state.problems.push({name: first.arm.name, finding: first.arm.finding, error});
        }
      }
    } finally {
      await (await tracing?.catch(() => undefined))?.close();
    }
  }

  /** Trains and measures one model. A training that fails is noted, and the others go on. */
  async #trainOne(
    trainer: Trainer,
    {state, model, data, context}: {state: ArmState; model: ArmModel; data: ArmData; context: SpelledContext},
    control: StepControl
  ): Promise<void> {
    const {signal, log, watcher} = control;
    const {prompts} = this.#state;
    try {
      const trained = await trainer.train({data, hash: state.hash!, seed: model.seed, signal, log});
      model.name = trained.model.name;
      try {
        const samples = await measureModel(
          prompts,
          trained.model,
          this.#measureContext(control, context),
          trained.start
        );
        Object.assign(model, {samples, cells: cellsOfModel(samples, prompts)});
      } finally {
        await trained.release();
      }
    } catch (error) {
      if (!isUserError(error) || isPause(error) || signal.aborted) throw error;
      model.problem = error.message;
      log(`ablation: ${armLabel(state.arm)}, seed ${model.seed}: ${error.message}`);
      watcher.skipped(planSamples(prompts, this.settings.samples).length);
    }
  }

  async #spelledContext(): Promise<SpelledContext> {
    const {study, roles, lab} = this.tools.prepared;
    const [spelled] = await spellOutContexts([this.settings.context], {
      what: "ablation",
      models: roles.targets,
      shotsOf: (chunk, count) => shotsFrom(lab, study.name, chunk, count)
    });
    return spelled!;
  }

  #measureContext({watcher, afterPart}: StepControl, context: SpelledContext): MeasureContext {
    const {prepared, recorder} = this.tools;
    const {roles, study} = prepared;
    const {samples, seed} = this.settings;
    const width = study.concurrency * widthPerCall;
    return {recorder, roles, watcher, afterPart, width, context, role: roles.targets[0]!, samples, seed};
  }
}

function stateOf(plan: AblationPlan, settings: AblationSettings): AblationState {
  const {corpus, findings, prompts, detected, problems} = plan;
  const arms = plan.arms.map((arm) => armStateOf(arm, plan, settings));
  return {corpus, findings, prompts, detected, problems: [...problems], arms};
}

function armStateOf(
  arm: Arm,
  {corpus, heldOut}: Pick<AblationPlan, "corpus" | "heldOut">,
  {seeds}: AblationSettings
): ArmState {
  const all = countBySource(corpus, allRows(corpus));
  const held = countBySource(corpus, heldOut);
  return {
    arm,
    pairs: sizeOf({arm, corpus, heldOut}),
    hash: null,
    bySource: countBySource(corpus, arm.dropped).flatMap((dropped, i) =>
      dropped === 0
        ? []
        : [{source: corpus.sources[i]!, pairs: all[i]!, dropped, remaining: all[i]! - dropped - held[i]!}]
    ),
    models: seeds.map((seed) => ({seed, name: null, problem: null, samples: null, cells: null}))
  };
}

/** What does not change while the step goes on. */
const snapshotOf = (state: AblationState): AblationState => ({
  ...state,
  arms: state.arms.map((arm) => ({...arm, models: arm.models.map((model) => ({...model}))}))
});

/** Every call once: two arms may have the same data, and so the same answers. */
function distinctCalls(plan: readonly number[], {arms}: AblationState): Set<number> {
  const calls = new Set(plan);
  for (const {models} of arms)
    for (const {samples} of models)
      for (const {target, judges} of samples ?? []) for (const call of [target, ...judges]) calls.add(call);
  return calls;
}

/** Arms that could not be made, and models that could not be trained. */
function problemsOf({arms, problems}: AblationState): UserError[] {
  const unmade = problems.map(({name, finding, error}) => {
    const arm = finding === null ? name : `${name} of ${finding}`;
    return new UserError(`ablation: the arm ${arm}: ${error.message}`, error.place);
  });
  const untrained = arms.flatMap(({arm, models}) =>
    models.flatMap(({seed, problem}) =>
      problem === null ? [] : [new UserError(`ablation: ${armLabel(arm)}, seed ${seed}: ${problem}`)]
    )
  );
  return [...unmade, ...untrained];
}
