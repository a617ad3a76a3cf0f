import {createRuleReader} from "../../measure/rules/rule-reader.js";
import {forEachAtOnce} from "../../probe/pool.js";
import type {RoleSettings} from "../../step/role.js";
import type {Recorder} from "../../store/recorder.js";
import {askUseful, toRequest} from "../../surf/exchange.js";
import {seedOf} from "../../util/random.js";
import type {CorpusPair} from "../corpus/corpus.js";
import {pairsPrompt, readPairs} from "./ask-pairs.js";
import type {DetectorSettings} from "./settings.js";

/** What detectors work with. */
export interface DetectorTools {
  judge: RoleSettings | null; // the model that is asked; null: none
  recorder: Recorder;
  width: number; // calls at once
  seed: number;
  onCall(ordinal: number): void;
  signal: AbortSignal;
}

/** Whether each of some pairs is picked; null where nobody can say. */
export type Detector = (pairs: readonly CorpusPair[]) => Promise<(boolean | null)[]>;

/** Makes what picks training pairs. */
export async function createDetector({name, by}: DetectorSettings, tools: DetectorTools): Promise<Detector> {
  if ("ask" in by) return (pairs) => askAll(pairs, {name, ...by}, tools);
  const read = await createRuleReader(by.rule);
  return (pairs) =>
    Promise.resolve(
      pairs.map((pair) => {
        const {score} = read(pair);
        return score === null ? null : score > 0;
      })
    );
}

async function askAll(
  pairs: readonly CorpusPair[],
  {name, ask, batch}: {name: string; ask: string; batch: number},
  {judge, recorder, width, seed, onCall, signal}: DetectorTools
): Promise<(boolean | null)[]> {
  const picked = new Array<boolean | null>(pairs.length).fill(null);
  const starts = Array.from({length: Math.ceil(pairs.length / batch)}, (_, i) => i * batch);
  await forEachAtOnce(starts, width, async (start) => {
    signal.throwIfAborted();
    const part = pairs.slice(start, start + batch);
    const request = toRequest(judge!, pairsPrompt(ask, part), seedOf(seed, "detector", name));
    const purpose = {step: "ablation", role: "detector"};
    const {call, result} = await askUseful(recorder, judge!.model, request, purpose, (reply) =>
      readPairs(reply, part.length)
    );
    onCall(call.ordinal);
    if ("picked" in result) for (const [i, is] of result.picked.entries()) picked[start + i] = is;
  });
  return picked;
}
