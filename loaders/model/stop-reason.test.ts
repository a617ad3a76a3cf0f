import {describe, expect, it} from "vitest";
import {unifyStop} from "./stop-reason.js";

/** A reason as different providers would spell it. */
const spellings = (words: string): string[] => [
  words.replaceAll(" ", "_"),
  words.replaceAll(" ", "_").toUpperCase(),
  words.replaceAll(" ", "-"),
  words.replaceAll(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  `FINISH_REASON_${words.replaceAll(" ", "_").toUpperCase()}`,
  `  ${words} `
];

const kinds = {
  stop: ["stop", "end turn", "stop sequence", "eos", "eos token", "complete", "completed", "eos found"],
  length: [
    "length",
    "max tokens",
    "model length",
    "max output tokens",
    "token limit",
    "max len",
    "context length reached",
    "max predicted tokens reached",
    "model context window exceeded"
  ],
  refusal: [
    "refusal",
    "safety",
    "content filter",
    "content filtered",
    "sensitive",
    "prohibited content",
    "blocklist",
    "recitation",
    "spii",
    "guardrail intervened",
    "moderation",
    "policy violation",
    "data inspection failed",
    "image safety"
  ],
  tool: ["tool calls", "tool use", "function call"],
  other: [
    "error",
    "abort",
    "cancelled",
    "insufficient system resource",
    "pause turn",
    "network error",
    "timeout",
    "time limit",
    "rate limit",
    "malformed function call",
    "user stopped",
    "model unloaded",
    "not finished",
    "incomplete",
    "unspecified",
    "load",
    "stop error",
    "nobody has thought of this one"
  ]
};

describe("unifyStop(raw)", () => {
  const cases = Object.entries(kinds).flatMap(([unified, reasons]) =>
    reasons.flatMap((words) => spellings(words).map((raw) => [raw, unified] as const))
  );

  it("knows every spelling of a reason, and keeps the provider's own", () => {
    expect(cases.length).toBeGreaterThan(250);
    const read = cases.map(([raw]) => [raw, unifyStop(raw).unified]);
    expect(read).toEqual(cases.map(([...pair]) => pair));
    expect(unifyStop("MAX_TOKENS")).toEqual({unified: "length", raw: "MAX_TOKENS"});
  });

  it("reads details behind a colon, in brackets or after a space", () => {
    expect(unifyStop("content_filter: PROHIBITED_CONTENT").unified).toBe("refusal");
    expect(unifyStop("length (max_tokens)").unified).toBe("length");
    expect(unifyStop("incomplete: max_output_tokens").unified).toBe("length");
    expect(unifyStop("error: upstream gone").unified).toBe("other");
    expect(unifyStop("stop: worker lost").unified).toBe("other");
  });

  it("takes no reason, an empty one, and names of Object.prototype for none that is known", () => {
    for (const raw of [null, "", "null", "constructor", "__proto__"]) expect(unifyStop(raw).unified).toBe("other");
  });

  it("believes the model server's own word where it says that the answer is not whole", () => {
    expect(unifyStop("stop", "pause_turn")).toEqual({unified: "other", raw: "pause_turn"});
    expect(unifyStop("stop", "MAX_TOKENS")).toEqual({unified: "length", raw: "MAX_TOKENS"});
    expect(unifyStop("stop", "SAFETY")).toEqual({unified: "refusal", raw: "SAFETY"});
    expect(unifyStop("stop", "some_word_of_theirs")).toEqual({unified: "stop", raw: "stop"});
    expect(unifyStop("length", "stop")).toEqual({unified: "length", raw: "length"});
  });
});
