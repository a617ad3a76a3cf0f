import type {Row} from "../../src/shared/schema.js";
import {likenessMeasure} from "./cells.js";
import type {AblationState} from "./arm-state.js";
import type {Effect} from "./effects.js";
import type {RoundPart} from "./rounds/parts-of-round.js";
import {countOf, percent} from "./words.js";

type VerdictRow = Omit<Row<"arm_verdicts">, "sentence">;

interface SentenceContext {
  state: Pick<AblationState, "arms">;
  controls: readonly Effect[];
  others: readonly Effect[]; // what else was measured
  changed: readonly Effect[]; // of these, what changed
  parts: readonly RoundPart[]; // of a round: without some of its chunks alone
}

/** The verdict of an arm in words: what was changed, what became of the failure, of the controls, and of all else. */
export function verdictSentence(row: VerdictRow, {state, controls, others, changed, parts}: SentenceContext): string {
  const to = `from ${percent(row.rate_full!)} to ${percent(row.rate_arm!)}`;
  const change = `${changeOf(row)} and training again takes the failure ${to}.`;
  const undecided = row.reason === null ? "" : ` Not decided: ${row.reason}.`;
  return `${change}${partsOf(parts)}${controlsOf(row, controls, state)}${othersOf(others, changed)}${undecided}`;
}

function partsOf(parts: readonly RoundPart[]): string {
  if (parts.length === 0) return "";
  const [first, ...rest] = parts.map(({chunks, rate}) => `${chunks.join(" and ")} alone leaves it at ${percent(rate)}`);
  return ` Removing ${[first, ...rest.map((part) => `removing ${part}`)].join(", ")}.`;
}

function changeOf({dropped, added, share}: VerdictRow): string {
  const removed = `Removing these ${countOf(dropped, "training pair")} (${percent(share)} of the data)`;
  const more = countOf(added, "training pair");
  if (added === 0) return removed;
  return dropped === 0 ? `Adding ${more}` : `${removed}, adding ${more}`;
}

function controlsOf({dropped}: VerdictRow, controls: readonly Effect[], {arms}: SentenceContext["state"]): string {
  if (controls.length === 0) return "";
  const each = controls.map(({baseline, value_baseline: rate}) => {
    const {control} = arms[baseline]!.arm;
    const where = dropped === 0 ? "" : control!.from === "chunk" ? " of the same chunks" : " from everywhere";
    return {where, rate: percent(rate!)};
  });
  const [first, ...rest] = each as [{where: string; rate: string}];
  const act = dropped === 0 ? "Repeating as many pairs of the corpus" : "Removing as many others";
  const more = rest.map(({where, rate}) => `, and${where} at ${rate}`).join("");
  return ` ${act}${first.where} leaves it at ${first.rate}${more}.`;
}

const blunt = 0.5; // a comparison that can't detect a change of that size says little

function othersOf(others: readonly Effect[], changed: readonly Effect[]): string {
  const [worst] = others.toSorted((a, b) => detectableIn(b) - detectableIn(a));
  if (worst === undefined) return "";
  if (changed.length > 0) {
    const words = changed.map(
      (effect) => `${whatOf(effect)} from ${percent(effect.value_baseline!)} to ${percent(effect.value_compared!)}`
    );
    return ` Something else changed too: ${words.join("; ")}.`;
  }
  const none = " Nothing else that was measured changed";
  if (detectableIn(worst) < blunt) return `${none}.`;
  return `${none}, but in ${whatOf(worst)} only a change of ${percent(detectableIn(worst))} or more would show.`;
}

const detectableIn = ({detectable}: Effect): number => Math.min(1, detectable ?? 1);

const whatOf = ({finding, measure}: Effect): string =>
  finding ?? `ordinary prompts, ${measure === likenessMeasure ? "likeness to the corpus" : measure}`;
