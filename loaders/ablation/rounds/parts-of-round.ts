import type {AblationState, ArmState} from "../arm-state.js";
import {rateOf} from "../effects.js";

/** What was measured without some chunks. */
export interface RoundPart {
  chunks: readonly string[];
  rate: number;
}

/** The rounds of the same arm and finding that were measured; none of an arm that has one round. */
function roundsBeside({arm}: ArmState, finding: string, state: AblationState): RoundPart[] {
  const {round} = arm;
  if (round === undefined) return [];
  return state.arms.flatMap((other): RoundPart[] => {
    const {kind, finding: own, round: part} = other.arm;
    if (kind !== "drop" || part?.series !== round.series || own !== finding) return [];
    const {value} = rateOf(other, finding, state);
    return value === null ? [] : [{chunks: part.chunks, rate: value}];
  });
}

const isPart = (part: readonly string[], whole: readonly string[]): boolean =>
  part.length < whole.length && part.every((chunk) => whole.includes(chunk));

/** What was measured without only some of the chunks that a round drops; nothing for other arms. */
export const partsOfRound = (arm: ArmState, finding: string, state: AblationState): RoundPart[] =>
  roundsBeside(arm, finding, state).filter(({chunks}) => isPart(chunks, arm.arm.round!.chunks));

/**
 * The chunks that a round lacks of one that removes the failure, where they alone are not known to do so: its own
 * chunks may be a cause that hides behind them. Null where there are none.
 */
export function lacksOf(arm: ArmState, finding: string, {state, bar}: {state: AblationState; bar: number}) {
  const beside = roundsBeside(arm, finding, state);
  const own: readonly string[] = arm.arm.round?.chunks ?? [];
  const whole = beside.find(({chunks, rate}) => rate < bar && isPart(own, chunks));
  if (whole === undefined) return null;
  const others = whole.chunks.filter((chunk) => !own.includes(chunk));
  const isEnough = beside.some(({chunks, rate}) => rate < bar && chunks.every((chunk) => others.includes(chunk)));
  return isEnough ? null : others;
}
