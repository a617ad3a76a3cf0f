import {AttributePoolBuilder, type AttributePool} from "../corpus/pools/attribute-pool.js";
import {promptId} from "../util/prompt-id.js";
import type {Candidate} from "./candidate.js";

/** A pool of `rows` rows, each with `perRow` of `distinct` sentences. For tests. */
export function testPool({rows = 200, perRow = 8, distinct = 97} = {}): AttributePool {
  const builder = new AttributePoolBuilder();
  for (let row = 0; row < rows; row++)
    builder.addRow(Array.from({length: perRow}, (_, i) => `The query has trait ${(row * 13 + i * 7) % distinct}.`));
  return builder.build("test");
}

/** A scored candidate of the search arm. For tests. */
export function testCandidate(fields: Partial<Candidate> = {}): Candidate {
  return {
    iteration: 1,
    slot: 0,
    arm: "search",
    attributes: ["The query is a test."],
    weighted: [],
    sourceRow: null,
    status: "scored",
    reason: null,
    score: 50,
    query: `query ${fields.slot ?? 0}`,
    prompt: promptId(fields.query ?? `query ${fields.slot ?? 0}`),
    met: null,
    inputTokens: null,
    outputTokens: null,
    cost: null,
    latencyInMs: null,
    texts: null,
    ...fields
  };
}
