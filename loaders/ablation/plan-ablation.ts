import {openLab, type Lab} from "../lab/lab.js";
import type {Model} from "../model/model.js";
import type {FoundPrompt, ProbeContext} from "../probe/probe-run.js";
import {isPause} from "../model/pause.js";
import {findingsSource} from "../probe/sources/findings.js";
import type {Recorder} from "../store/recorder.js";
import type {RoleSettings} from "../step/role.js";
import {openTracing, type OpenTracing} from "../tracing/trace-tools.js";
import type {CorpusPair, AblationCorpus} from "./corpus/corpus.js";
import {filePairs, indexedPairs, labPairs} from "./corpus/pairs-corpus.js";
import {readAddedPairs} from "./arms/added-pairs.js";
import {keyOfWritten, planArms, type PlannedArms} from "./arms/plan-arms.js";
import {traceFinding} from "./arms/traced-finding.js";
import {leftOut, writeCounterExamples, type CounterExamples} from "./counter-examples/write-counter-examples.js";
import {runDetectors, type Detected} from "./detectors/run-detectors.js";
import {measuredPrompts, type MeasuredSources} from "./measured-prompts.js";
import {findingPrompts, holdOut, type ArmPrompt} from "./prompts.js";
import {isUserError, type UserError} from "../util/user-error.js";
import {filesOf, needsTrace, type AblationSettings} from "./settings.js";
import {countOf} from "./words.js";

/** A finding with the whole exchange that it is of. */
export interface AblatedFinding extends FoundPrompt {
  response: string;
}

/** What an ablation is planned with. */
export interface PlanTools {
  found: AblatedFinding[]; // all findings of the study that have texts
  world: string; // path of the lab's world file
  judge: Model | null; // chooses cruxes
  roles: ProbeContext["roles"];
  writer: RoleSettings | null; // writes counter-examples
  measured?: MeasuredSources; // of what is measured besides findings; absent: nothing is
  recorder: Recorder;
  width: number; // calls at once
  onCall(ordinal: number): void;
  signal: AbortSignal;
  log(line: string): void;
}

/** An ablation before anything is trained. */
export interface AblationPlan extends Pick<PlannedArms, "arms" | "problems"> {
  corpus: AblationCorpus;
  findings: string[];
  prompts: ArmPrompt[];
  heldOut: ReadonlySet<number>;
  detected: readonly Detected[];
  chosen: readonly AblatedFinding[];
  addRound: PlannedArms["addRound"];
}

/** Chooses the findings, traces them, holds prompts out and plans the arms; null where there is no finding. */
export async function planAblation(settings: AblationSettings, tools: PlanTools): Promise<AblationPlan | null> {
  const findings = chosenFindings(settings, tools.found);
  if (findings.length === 0) return null;
  const tracing = settings.corpus === null ? await openIndexOf(settings, tools) : null;
  try {
    const lab = settings.index === "lab" && settings.corpus === null ? await openLab(tools.world) : null;
    const corpus = await openCorpus(settings, tracing, lab, tools);
    const rubrics = [...new Set(findings.map(({rubric}) => rubric))];
    const {prompts: ordinary, rows: heldOut} = holdOut(corpus, settings, rubrics);
    const own = await findingPrompts(findings, settings, tools, tools.onCall);
    const {measured} = settings;
    const others =
      measured === undefined || tools.measured === undefined
        ? []
        : await measuredPrompts(measured, tools.measured, tools.onCall);
    const traced = await traceAll(settings, findings, tracing, tools.signal);
    const added = await readAdded(settings);
    const written = await writeAll(settings, findings, own, tools);
    const index = tracing?.index ?? null;
    const judge = tools.roles.judges[0] ?? null;
    const detected = await runDetectors(settings.detectors ?? [], corpus, {...tools, judge, seed: settings.seed});
    const planned = planArms(settings, {corpus, index, heldOut, findings: traced, added, written, detected});
    const {arms, problems} = planned;
    return {
      ...{corpus, heldOut, arms, problems, detected: [...detected.values()], chosen: findings},
      addRound: (finding, round) => planned.addRound(finding, round),
      findings: findings.map(({finding}) => finding.id),
      prompts: [...own, ...ordinary, ...others]
    };
  } finally {
    await tracing?.close();
  }
}

/** The findings that the settings choose, in the order of the table. */
function chosenFindings({findings: source}: AblationSettings, found: readonly AblatedFinding[]): AblatedFinding[] {
  const chosen = findingsSource.find!(source, {findings: () => [...found], transfer: false});
  const ids = new Set(chosen.map(({item}) => item));
  return found.filter(({finding}) => ids.has(finding.id));
}

/** Opens the index that findings are traced in. */
export const openIndexOf = (
  {index}: AblationSettings,
  tools: Pick<PlanTools, "world" | "judge" | "recorder" | "onCall" | "signal" | "log">
): Promise<OpenTracing> => openTracing({...tools, index: index!});

async function openCorpus(
  {corpus}: AblationSettings,
  tracing: OpenTracing | null,
  lab: Lab | null,
  {signal}: PlanTools
): Promise<AblationCorpus> {
  if (corpus !== null) return filePairs(corpus, signal);
  return lab === null ? indexedPairs(tracing!.index) : labPairs(lab, tracing!.index);
}

async function traceAll(
  settings: AblationSettings,
  findings: readonly AblatedFinding[],
  tracing: OpenTracing | null,
  signal: AbortSignal
): Promise<Parameters<typeof planArms>[1]["findings"]> {
  const isNeeded = settings.arms.some(needsTrace);
  const traced = [];
  for (const {finding, query, response, rubric} of findings) {
    signal.throwIfAborted();
    const exchange = {finding: finding.id, rubric, model: finding.model, query, response};
    const own = isNeeded && tracing !== null ? await traceFinding(tracing, exchange, settings) : null;
    traced.push({id: finding.id, traced: own});
  }
  return traced;
}

/** The counter-examples of every arm that asks for some, by arm and finding; why there are none. */
async function writeAll(
  {arms, seed}: AblationSettings,
  findings: readonly AblatedFinding[],
  prompts: readonly ArmPrompt[],
  {roles, writer, recorder, width, onCall, signal, log}: PlanTools
): Promise<Map<string, CounterExamples | UserError>> {
  const all = new Map<string, CounterExamples | UserError>();
  const tools = {judging: {roles, recorder}, width, seed, onCall, signal};
  for (const {name, write} of arms)
    for (const {finding, query, response, rubric} of write === undefined ? [] : findings) {
      const asked = prompts.filter((prompt) => prompt.finding === finding.id).map(({query}) => query);
      const exchange = {finding: finding.id, rubric, query, response, prompts: asked};
      try {
        const own = await writeCounterExamples(exchange, write!, {...tools, writer: writer!});
        log(`ablation: ${countOf(own.pairs.length, "counter-example")} for ${finding.id}; ${leftOut(own)}`);
        all.set(keyOfWritten(name, finding.id), own);
      } catch (error) {
        if (!isUserError(error) || isPause(error)) throw error;
        all.set(keyOfWritten(name, finding.id), error);
      }
    }
  return all;
}

async function readAdded({arms}: AblationSettings): Promise<Map<string, CorpusPair[]>> {
  const added = new Map<string, CorpusPair[]>();
  for (const path of arms.flatMap(filesOf)) if (!added.has(path)) added.set(path, await readAddedPairs(path));
  return added;
}
