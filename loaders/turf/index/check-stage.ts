import type {ModelRequest} from "../../model/model.js";
import {askMany} from "../../store/ask-many.js";
import {createRandom, seedOf, shuffle} from "../../util/random.js";
import type {Members} from "./cluster-members.js";
import {unusableReason} from "../unusable.js";
import {LineStore, LineStoreWriter} from "./line-store.js";
import type {IndexContext, Stage} from "./parts.js";
import {checkPrompt, safeParseYesNo} from "./summary-prompt.js";

export const clustersChecked = 400; // max, drawn at random
const maxTokens = 50;

/** What the check found of a cluster. */
export interface ClusterCheck {
  asked: number; // usable answers
  accepted: number;
}

/** Asks a yes/no judge whether each summary holds for members that were kept back when it was written. */
export const checkStage: Stage = {
  name: "check",
  dependsOn: ({settings}) => [settings.check, settings.seed],
  async run(context) {
    const {files, manifest, tools} = context;
    const found = tools.checker === null ? new Map<number, ClusterCheck>() : await check(context);
    const store = new LineStoreWriter(files.checks);
    for (let i = 0; i < manifest.clusters; i++) await store.add(found.get(i) ?? {asked: 0, accepted: 0});
    await store.close();
  }
};

async function check(context: IndexContext): Promise<Map<number, ClusterCheck>> {
  const {manifest, settings, tools, signal} = context;
  const checker = tools.checker!;
  const asked = questions(context);
  const requests = asked.map(({summary, attribute}): ModelRequest => ({
    messages: checkPrompt(summary, attribute),
    temperature: 0,
    maxTokens
  }));
  context.report({done: 0, total: asked.length, what: "held-out attributes"});
  const purpose = {step: "check", role: "check"};
  const answers = await askMany(tools.recorder, checker, requests, purpose, {log: tools.batches, signal});
  const found = new Map<number, ClusterCheck>();
  let unusable = 0;
  for (const [i, {cluster}] of asked.entries()) {
    const reply = answers[i]?.reply ?? null;
    const yes = unusableReason(reply) === null ? safeParseYesNo(reply!.text) : undefined;
    const sofar = found.get(cluster) ?? {asked: 0, accepted: 0};
    if (yes === undefined) unusable++;
    else found.set(cluster, {asked: sofar.asked + 1, accepted: sofar.accepted + (yes ? 1 : 0)});
  }
  const sums = [...found.values()];
  manifest.check = {
    model: settings.check!,
    asked: sums.reduce((sum, each) => sum + each.asked, 0),
    accepted: sums.reduce((sum, each) => sum + each.accepted, 0),
    unusable
  };
  return found;
}

function questions({files, settings}: IndexContext): {cluster: number; summary: string; attribute: string}[] {
  const members = new LineStore<Members>(files.nearest);
  const summaries = new LineStore<string>(files.summaries);
  const texts = new LineStore<string>(files.queries);
  const drawn = shuffle(
    createRandom(seedOf(settings.seed, "check")),
    Array.from({length: summaries.count}, (_, i) => i)
  )
    .slice(0, clustersChecked)
    .sort((a, b) => a - b);
  const asked = drawn.flatMap((cluster) => {
    const summary = summaries.get(cluster);
    return members.get(cluster).heldOut.map((id) => ({cluster, summary, attribute: texts.get(id)}));
  });
  for (const store of [members, summaries, texts]) store.close();
  return asked;
}
