import {describe, expect, it} from "vitest";
import type {ClusterEvidence} from "./evidence.js";
import {lackingCluster} from "./lacking.js";
import {sentenceOf} from "./sentence.js";
import {strengthOf} from "./strength.js";
import type {Trace, TracedCrux} from "./trace.js";

const evidence = (cluster: number, hits: number, expected: number, z: number): ClusterEvidence => ({
  ...{cluster, hits, pairs: hits, expected, lift: hits / expected, z, p: 0, q: z > 3 ? 1e-6 : 0.5}
});

const candidates = Array.from({length: 1000}, (_, pair) => ({pair, slot: 0, attribute: 0, cosine: 1}));
const chunk = {
  source: "tools",
  retrieved: 990,
  n: 1000,
  share: 0.99,
  low: 0.98,
  high: 1,
  base: 0.2,
  lift: 4.95,
  inCluster: 150
};

/** A traced crux; its trigger is the first cluster, which the query has. */
function traced(rows: readonly ClusterEvidence[], chunks = [chunk]): TracedCrux {
  const trigger = {attribute: "The query mentions a place.", cluster: 0};
  const strength = strengthOf(rows[0]!, 1000);
  const found = {candidates, evidence: [...rows], trigger, literal: trigger, strength, lacks: null, chunks};
  return {...found, lacks: lackingCluster(found, [trigger])};
}

const summaries = ["The query mentions a place.", "The query says search.", "The query offers a tool."];

const sentence = (best: TracedCrux): string =>
  sentenceOf(
    {
      exchange: {finding: null, rubric: null, model: null, query: "Where?", response: "search(where)"},
      settings: {k: 1000, least: 0.5, polarity: "violate", seed: 1},
      ...{chooser: "local", queryAttributes: [], cruxes: [], reason: null},
      best: {slot: 0, attribute: "The response calls a tool.", chosen: 1, setAside: null, commonness: 0, traced: best}
    } satisfies Trace,
    (cluster) => summaries[cluster]!
  );

const weak = evidence(0, 154, 92, 8);

describe("lackingCluster(traced, attributes)", () => {
  it("is the cluster farthest above chance, of half of the candidates, that the query does not have", () => {
    const found = traced([weak, evidence(1, 400, 20, 90), evidence(2, 1000, 204, 60), evidence(3, 1000, 498, 30)]);
    expect(found.lacks).toBe(2);
  });

  it("is null where the trigger explains it, or nothing else does", () => {
    expect(traced([evidence(0, 900, 92, 80), evidence(1, 1000, 204, 90)]).lacks).toBeNull();
    expect(traced([weak, evidence(1, 499, 20, 70)]).lacks).toBeNull();
    expect(traced([evidence(0, 300, 20, 70), evidence(1, 600, 100, 50)]).lacks).toBe(1);
  });
});

describe("sentenceOf(trace, summary)", () => {
  it("says that the chunk explains what no feature of the query does", () => {
    expect(sentence(traced([weak, evidence(2, 1000, 204, 60)].map((each, cluster) => ({...each, cluster}))))).toContain(
      "No feature of this query explains most of it; the chunk does: tools gives 99% of the retrieved " +
        "training pairs and 20% of the corpus. What its queries have and this one lacks: says search (1000 of " +
        "1000 hits, 204 expected by chance)."
    );
  });

  it("blames no chunk where none leads, and nothing where the trigger is clear", () => {
    const spread = [{...chunk, share: 0.3, lift: 1.5}];
    expect(sentence(traced([weak, evidence(1, 662, 70, 90)], spread))).toMatch(
      new RegExp(
        "weak\\)\\. No feature of this query explains most of it\\. " +
          "What the training queries of such responses have and this one lacks: says search"
      )
    );
    expect(sentence(traced([evidence(0, 900, 92, 80)]))).toMatch(/9\.8 times; strong\)\.$/);
  });

  it("names the trigger's cluster where it is called something else: the hits are the cluster's", () => {
    const found = traced([evidence(0, 900, 92, 80)]);
    found.trigger = {attribute: "The query mentions a river.", cluster: 0};
    expect(sentence(found)).toContain("a query that mentions a river (cluster: mentions a place), its response");
  });
});
