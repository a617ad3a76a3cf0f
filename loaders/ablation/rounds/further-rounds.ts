import type {OpenTracing} from "../../tracing/trace-tools.js";
import type {TraceSettings} from "../../turf/trace/trace.js";
import {isUserError} from "../../util/user-error.js";
import type {AblationState, ArmState} from "../arm-state.js";
import type {Arm} from "../arms/arm.js";
import type {PlannedArms} from "../arms/plan-arms.js";
import {rateOf} from "../effects.js";
import type {AblatedFinding} from "../plan-ablation.js";
import {countOf, percent} from "../words.js";
import {failingAnswers} from "./failing-answers.js";
import {nameNextChunk} from "./name-next-chunk.js";
import type {Round} from "./round.js";

/** What further rounds are made with. */
export interface RoundTools {
  state: AblationState;
  finding: AblatedFinding;
  rounds: number; // at most
  bar: number; // the rate below which a failure is gone
  trace: TraceSettings;
  tracing(): Promise<OpenTracing>;
  textOf(ordinal: number): string | null; // the answer of a call
  addRound: PlannedArms["addRound"];
  /** Trains and measures the models of some arms; returns the state of the first. */
  train(arms: readonly Arm[]): Promise<ArmState>;
  log(line: string): void;
}

/**
 * Goes on after the first round of an arm: while the failure stays at or above the bar, traces answers that still fail
 * and trains again without the chunk that they name as well. Once it is gone, each chunk but the last is put back
 * alone, so that no chunk is blamed for being left out with another. Each round says in its state why it was the last.
 */
export async function furtherRounds(first: ArmState, tools: RoundTools): Promise<void> {
  const {state, finding, bar} = tools;
  const {id} = finding.finding;
  const rateIn = (arm: ArmState): number | null =>
    arm.models.some(({cells}) => cells === null) ? null : rateOf(arm, id, state).value;
  const full = rateIn(state.arms[0]!);
  let last = first;
  for (;;) {
    const rate = rateIn(last);
    if (full === null || rate === null) return end(last, "a model of it is missing", tools);
    if (full < bar) return end(last, `with all data the rate is ${percent(full)}, below the bar`, tools);
    if (rate < bar) break;
    const next = await roundAfter(last, tools);
    if (typeof next === "string") return end(last, `${percent(rate)} is left: ${next}`, tools);
    last = next;
  }
  end(last, "the rate is below the bar", tools);
  const {chunks, ...round} = last.arm.round!;
  for (const [i, chunk] of chunks.slice(0, -1).entries()) {
    const rest = chunks.filter((each) => each !== chunk);
    await tools.train(tools.addRound(id, {...round, chunks: rest, back: {chunk, round: i + 1}}));
  }
}

function end(arm: ArmState, why: string, {log, finding}: RoundTools): void {
  arm.end = why;
  log(`ablation: ${arm.arm.name} of ${finding.finding.id}: ${why}`);
}

/** The next round, measured; why there is none. */
async function roundAfter(last: ArmState, tools: RoundTools): Promise<ArmState | string> {
  const {state, finding, rounds, trace, textOf, train, log} = tools;
  const {series, number, chunks} = last.arm.round!;
  if (number === rounds) return `${countOf(rounds, "round")} did not remove it`;
  const exchanges = failingAnswers(last, finding, {state, textOf});
  const next = await nameNextChunk(await tools.tracing(), exchanges, {dropped: chunks, trace});
  if (next === null) return "the answers that still fail are traced to no other chunk";
  const {chunk, traced, named} = next;
  log(
    `ablation: ${last.arm.name} of ${finding.finding.id}: ${named} of ${countOf(traced, "answer")} that still fail ` +
      `are traced to ${chunk}`
  );
  const arms = armsOf({series, number: number + 1, chunks: [...chunks, chunk], back: null, traced, named}, tools);
  return typeof arms === "string" ? `without ${chunk} too, ${arms}` : train(arms);
}

/** The arms of a round; why there are none. */
function armsOf(round: Round, {addRound, finding}: RoundTools): Arm[] | string {
  try {
    return addRound(finding.finding.id, round);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
}
