import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import type {ModelReply, ModelRequest} from "../../model/model.js";
import {askMany} from "../../store/ask-many.js";
import {isRefusal} from "../../surf/gate.js";
import {unusableReason} from "../unusable.js";
import type {Members} from "./cluster-members.js";
import {LineStore, LineStoreWriter} from "./line-store.js";
import type {IndexContext, Stage} from "./parts.js";
import {safeParseSummary, summaryPrompt} from "./summary-prompt.js";

const maxTokens = 200;
const block = 2000; // clusters asked about at a time

/**
 * One sentence a cluster: a model's, from the nearest attributes, or the medoid, the attribute nearest to the centroid.
 */
export const summariesStage: Stage = {
  name: "summaries",
  dependsOn: ({settings}) => settings.summaries,
  async run(context) {
    const {files, manifest, settings} = context;
    const members = new LineStore<Members>(files.nearest);
    const texts = new LineStore<string>(files.queries);
    const store = new LineStoreWriter(files.summaries);
    manifest.unusableSummaries = {};
    for (let from = 0; from < members.count; from += block) {
      const part = members.slice(from, Math.min(members.count, from + block));
      const nearest = part.map((each) => each.nearest.map((id) => texts.get(id)));
      for (const summary of await summarise(context, nearest)) await store.add(summary);
      context.report({done: Math.min(members.count, from + block), total: members.count, what: "clusters"});
    }
    await store.close();
    manifest.summaries = settings.summaries;
    members.close();
    texts.close();
  }
};

const emptyCluster = "The query has no attribute of this cluster: it is empty.";

async function summarise(
  {tools: {summariser, recorder, batches}, manifest, signal}: IndexContext,
  clusters: readonly string[][]
): Promise<string[]> {
  const medoids = clusters.map(([medoid = emptyCluster]) => medoid);
  if (summariser === null) return medoids;
  const asked = [...clusters.keys()].filter((i) => clusters[i]!.length > 0);
  const requests = asked.map((i): ModelRequest => ({messages: summaryPrompt(clusters[i]!), temperature: 0, maxTokens}));
  const purpose = {step: "summaries", role: "summarise"};
  const answers = await askMany(recorder, summariser, requests, purpose, {log: batches, signal});
  const written = new Map(asked.map((i, at) => [i, read(answers[at]?.reply ?? null, manifest)]));
  return medoids.map((medoid, i) => written.get(i) ?? medoid); // no usable answer: the medoid instead
}

/** The summary in an answer; where there is none, undefined, and the reason is counted. */
function read(reply: ModelReply | null, manifest: IndexManifest): string | undefined {
  const unusable = unusableReason(reply);
  const summary = unusable === null ? safeParseSummary(reply!.text) : undefined;
  if (summary !== undefined) return summary;
  const reason = unusable ?? (isRefusal(reply!.text) ? "refused" : "unparsable");
  const counts = (manifest.unusableSummaries ??= {});
  counts[reason] = (counts[reason] ?? 0) + 1;
  return undefined;
}
