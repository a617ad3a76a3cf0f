import type {Verdict} from "../../src/shared/ablation.js";
import type {Row} from "../../src/shared/schema.js";
import {targetsOf, type AblationState, type ArmState} from "./arm-state.js";
import {rateOf, type Effect} from "./effects.js";
import {lacksOf, partsOfRound} from "./rounds/parts-of-round.js";
import {countOf} from "./words.js";
import {verdictSentence} from "./verdict-sentence.js";

const level = 0.05; // of q values
const mostLeft = 0.2; // of the rate with all data: less is left of a failure that is gone
const mostHarmed = 0.2; // of the rate with all data that a random control may take
const explained = 0.5; // of the rate with all data: an arm that surely takes less does not explain it

/** What the arms say of the findings so far. */
export function verdictsOf(state: AblationState, effects: readonly Effect[], bar: number): Row<"arm_verdicts">[] {
  return state.arms.flatMap((arm) => {
    if (arm.arm.kind !== "drop" && arm.arm.kind !== "add") return [];
    return targetsOf(arm.arm, state).flatMap((finding) => verdictOf(arm, finding, {state, effects, bar}) ?? []);
  });
}

interface VerdictContext {
  state: AblationState;
  effects: readonly Effect[];
  bar: number;
}

function verdictOf(arm: ArmState, finding: string, context: VerdictContext): Row<"arm_verdicts"> | null {
  const {state, effects, bar} = context;
  const {id, kind, dropped, added} = arm.arm;
  const own = effects.filter((effect) => effect.arm === id);
  const effect = own.find((each) => each.purpose === "effect" && each.finding === finding);
  if (effect === undefined) return null; // not measured yet
  const controls = own.filter((each) => each.purpose === "control" && each.finding === finding);
  const others = own.filter(({purpose}) => purpose === "collateral");
  const full = rateOf(state.arms[0]!, finding, state);
  const parts = partsOfRound(arm, finding, state);
  const enough = parts.find(({rate}) => rate < bar)?.chunks.join(" and ") ?? null;
  const lacks = lacksOf(arm, finding, {state, bar});
  const remains = lacks === null ? remainsOf(arm) : `without ${lacks.join(" and ")} too the failure is gone`;
  const judged = judge({effect, controls, full, bar, remains, enough});
  const nearest = controls.toSorted((a, b) => a.value_baseline! - b.value_baseline!)[0] ?? null;
  const row = {
    ...{finding, arm: id, verdict: kind === "add" ? mendingOf(judged.verdict) : judged.verdict, reason: judged.reason},
    ...{dropped: dropped.size, added: added.length},
    share: Math.max(dropped.size, added.length) / state.corpus!.size,
    ...{rate_full: effect.value_baseline, rate_arm: effect.value_compared},
    ...{rate_control: nearest?.value_baseline ?? null, control: nearest?.baseline ?? null},
    ...{changed: others.filter(({q}) => q! <= level).length, others: others.length}
  };
  const changed = others.filter(({q}) => q! <= level);
  return {...row, sentence: verdictSentence(row, {state, controls, others, changed, parts})};
}

const mostlyDropped = 0.5; // of a chunk: what remains of it is much like what is dropped

/** The chunk of which an arm drops most pairs, but not all: those that remain may teach the same. */
function remainsOf({bySource}: ArmState): string | null {
  const chunk = bySource.find(({pairs, dropped, remaining}) => dropped > mostlyDropped * pairs && remaining > 0);
  return chunk === undefined
    ? null
    : `${countOf(chunk.remaining, "pair")} of ${chunk.source} remain, though most of it is left out`;
}

/** What a verdict is made from. */
export interface VerdictInput {
  effect: Pick<Effect, "value_baseline" | "value_compared" | "difference" | "q">; // of the arm against all data
  controls: readonly Pick<Effect, "value_baseline" | "difference" | "low" | "high" | "q">[]; // against its controls
  full: {low: number | null}; // the rate with all data
  bar: number;
  remains: string | null; // that other pairs may hide what these teach, in words
  enough: string | null; // some of the chunks of a round, without which alone the failure is gone too
}

type Causal = "causes" | "contributes" | "does not explain" | "not decided";

/**
 * What an arm says of a failure. It must differ from every random control, not from all data alone: losing that many
 * pairs may change a model whatever they are.
 */
export function judge({effect, controls, full, bar, remains, enough}: VerdictInput): {
  verdict: Causal;
  reason: string | null;
} {
  const undecided = (reason: string) => ({verdict: "not decided" as const, reason});
  const rate = effect.value_baseline!;
  const left = effect.value_compared!;
  if (full.low === null || full.low <= bar)
    return undecided("with all data the model does not surely fail above the bar");
  if (controls.length === 0) return undecided("there is no random control of its size");
  const isLower = controls.every(({difference, q}) => difference! < 0 && q! <= level) && effect.q! <= level;
  if (isLower && enough !== null) return undecided(`without ${enough} alone the failure is gone too`);
  if (isLower) {
    const isGone = left <= Math.max(bar, mostLeft * rate);
    const isUnharmed = controls.every((control) => control.value_baseline! >= (1 - mostHarmed) * rate);
    return {verdict: isGone && isUnharmed ? "causes" : "contributes", reason: null};
  }
  const most = Math.max(...controls.map(({low}) => -low!));
  if (most < explained * rate && remains !== null) return undecided(`${remains}: other pairs may teach it as well`);
  if (most < explained * rate) return {verdict: "does not explain", reason: null};
  return undecided("too few prompts, samples or seeds to tell it from its random control");
}

const mending: Record<Causal, Verdict> = {
  causes: "mends",
  contributes: "mends in part",
  "does not explain": "does not mend",
  "not decided": "not decided"
};

const mendingOf = (verdict: Causal): Verdict => mending[verdict];
