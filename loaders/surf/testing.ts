import {AttributePoolBuilder, type AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Model} from "../model/model.js";
import {promptId} from "../util/prompt-id.js";
import type {Rubric} from "../util/rubric.js";
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

/** A role that a model plays, with nothing else set. For tests. */
export const testRole = (model: Model) => ({
  ...{model, temperature: 1, topP: null, maxTokens: 100, thinking: 0, effort: null},
  ...{system: null, stop: [], showThinking: false}
});

/** A rubric whose rule flags answers with the word `bad`. For tests. */
export const badRubric: Rubric = {
  ...{name: "bad", principle: "", threshold: 70, topic: null, examples: [], hash: "0"},
  rule: {
    ...{use: "score" as const, missed: 0},
    rule: {
      measure: {name: "bad", kind: "phrase", phrases: ["bad"]} as {name: string; kind: string},
      on: "response",
      scale: null
    }
  }
};
