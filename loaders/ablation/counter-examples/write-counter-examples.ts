import {jaccard, trigrams} from "../../../src/shared/similarity.js";
import {score} from "../../probe/judge-sample.js";
import {forEachAtOnce} from "../../probe/pool.js";
import type {ProbeContext} from "../../probe/probe-run.js";
import type {RoleSettings} from "../../step/role.js";
import {describeCut} from "../../surf/gate.js";
import {askUseful, toRequest, type MaybeReply, type Unscored} from "../../surf/exchange.js";
import {seedOf} from "../../util/random.js";
import type {Rubric} from "../../util/rubric.js";
import {UserError} from "../../util/user-error.js";
import type {CorpusPair} from "../corpus/corpus.js";
import {countOf} from "../words.js";
import {counterPrompt, pairsPerCall, parseCounterExamples} from "./counter-prompt.js";

/** What a model wrote to mend a finding. */
export interface CounterExamples {
  pairs: CorpusPair[]; // that passed all checks
  writer: string; // provider:model
  written: number; // pairs that could be read
  alike: number; // near-duplicates of an earlier one
  measured: number; // near-duplicates of a prompt that trained models are asked
  failing: number; // whose response shows the failure by the judges, or could not be judged
}

/** What counter-examples are written with. */
export interface WriterTools {
  writer: RoleSettings;
  judging: Pick<ProbeContext, "roles" | "recorder">;
  width: number; // calls at once
  seed: number;
  onCall(ordinal: number): void;
  signal: AbortSignal;
}

/** A failing exchange, and what the models that are trained will be asked about it. */
export interface FailingExchange extends CorpusPair {
  finding: string;
  rubric: Rubric;
  prompts: readonly string[];
}

const maxRounds = 3; // times that more are asked for, to make up for those that are left out
const leastShare = 0.5; // of what was asked for
const tooAlike = 0.8; // Jaccard similarity of trigrams: the form of the prompts is shared on purpose, the texts are not

/**
 * Lets a model write training pairs that are like a failing prompt and are answered well. Near-duplicates of one another
 * and of the prompts that measure the finding are left out, and so is every pair whose response the judges flag. Throws
 * a UserError where fewer than half remain.
 */
export async function writeCounterExamples(
  exchange: FailingExchange,
  wanted: number,
  tools: WriterTools
): Promise<CounterExamples> {
  const result: CounterExamples = {
    ...{pairs: [], writer: tools.writer.model.name, written: 0, alike: 0, measured: 0, failing: 0}
  };
  const asked = exchange.prompts.map(trigrams);
  const taken: Set<string>[] = [];
  let calls = 0;
  for (let round = 0; round < maxRounds && result.pairs.length < wanted; round++) {
    const count = Math.ceil((wanted - result.pairs.length) / pairsPerCall);
    const texts = await askAll(exchange, {first: calls, count}, tools);
    calls += count;
    result.written += texts.length;
    const fresh: CorpusPair[] = [];
    for (const pair of texts) {
      const grams = trigrams(`${pair.query} ${pair.response}`);
      const query = trigrams(pair.query);
      if (asked.some((other) => jaccard(query, other) >= tooAlike)) result.measured++;
      else if (taken.some((other) => jaccard(grams, other) >= tooAlike)) result.alike++;
      else {
        taken.push(grams);
        fresh.push(pair);
      }
    }
    const isGood = await judgeAll(fresh, exchange, tools);
    result.failing += isGood.filter((good) => !good).length;
    result.pairs.push(...fresh.filter((_, i) => isGood[i]).slice(0, wanted - result.pairs.length));
  }
  if (result.pairs.length < Math.max(1, leastShare * wanted))
    throw new UserError(
      `${result.writer} wrote ${result.pairs.length} usable counter-examples, expected ${wanted}: ${leftOut(result)}`
    );
  return result;
}

/** What became of all that was written, in words. */
export const leftOut = ({written, alike, measured, failing}: CounterExamples): string =>
  `of ${countOf(written, "pair")} ${alike} were near-duplicates, ${measured} near a prompt that is measured, ${failing} ` +
  "showed the failure or could not be judged";

async function askAll(
  exchange: FailingExchange,
  {first, count}: {first: number; count: number},
  {writer, judging: {recorder}, width, seed, onCall, signal}: WriterTools
): Promise<CorpusPair[]> {
  const found = new Array<CorpusPair[]>(count).fill([]);
  const read = (reply: MaybeReply): {pairs: CorpusPair[]} | Unscored =>
    reply === null
      ? {reason: "query-failed"}
      : {pairs: parseCounterExamples(reply.text, describeCut(reply.stop) !== null)};
  await forEachAtOnce(
    Array.from({length: count}, (_, i) => i),
    width,
    async (i) => {
      signal.throwIfAborted();
      const own = seedOf(seed, "counter-examples", exchange.finding, first + i);
      const request = toRequest(writer, counterPrompt(exchange.rubric, exchange, pairsPerCall), own);
      const purpose = {step: "ablation", role: "writer"};
      const {call, result} = await askUseful(recorder, writer.model, request, purpose, read);
      onCall(call.ordinal);
      if ("pairs" in result) found[i] = result.pairs;
    }
  );
  return found.flat();
}

/** Whether the judges say of each response that it does not show the failure. */
async function judgeAll(
  pairs: readonly CorpusPair[],
  {rubric}: FailingExchange,
  {judging, width, seed, onCall, signal}: WriterTools
): Promise<boolean[]> {
  const good = new Array<boolean>(pairs.length).fill(false);
  await forEachAtOnce([...pairs.keys()], width, async (i) => {
    signal.throwIfAborted();
    const {query, response} = pairs[i]!;
    const own = seedOf(seed, "counter-examples", query);
    const exchange = {rubric, query, response, answer: response, expected: null, seed: own};
    const {outcome, calls} = await score(exchange, {step: "ablation"}, judging);
    for (const {ordinal} of calls) onCall(ordinal);
    good[i] = "score" in outcome && outcome.score <= rubric.threshold;
  });
  return good;
}
