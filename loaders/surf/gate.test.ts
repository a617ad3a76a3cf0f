import {describe, expect, it} from "vitest";
import type {ModelReply, StopReason} from "../model/model.js";
import {gateQuery, gateResponse} from "./gate.js";

const usage = {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null};
const reply = (text: string, unified: StopReason = "stop", thinking = ""): ModelReply => ({
  text,
  thinking,
  stop: {unified, raw: null},
  usage,
  model: "m"
});
const attributes = ["The query asks about insects.", "The query is formal."];

describe("gateQuery(reply, attributes)", () => {
  it.each([
    [reply(""), "query-empty"],
    [reply("", "length"), "query-truncated"],
    [reply("<query_1>How do bees", "length"), "query-truncated"],
    [reply("", "other"), "query-failed"],
    [reply("<query_1>How do bees", "other"), "query-failed"],
    [reply("<query_1>...</query_1>"), "query-unparsable"],
    [reply("x", "refusal"), "query-refused"],
    [reply("I'm sorry, but I can't help with that."), "query-refused"],
    [reply("<query_1>I cannot write queries of this kind."), "query-refused"],
    [reply("How do bees fly?"), "query-unparsable"],
    [reply("<query_1></query_1>"), "query-unparsable"],
    [reply("<query_1>The query asks about insects, and it is short."), "query-restates-attributes"]
  ])("stops %j", (given, reason) => expect(gateQuery(given, attributes)).toMatchObject({reason}));

  it("accepts a query, even one that begins with something its writer can't do", () => {
    expect(gateQuery(reply("<query_1>How do bees fly?"), attributes)).toEqual({text: "How do bees fly?"});
    expect(gateQuery(reply("<query_1>I can't sleep. Can you help?"), attributes)).toEqual({
      text: "I can't sleep. Can you help?"
    });
  });

  it("keeps a whole first query when only the later ones are cut off", () => {
    for (const stop of ["length", "other"] as const)
      expect(gateQuery(reply("<query_1>How?</query_1><query_2>Wh", stop), attributes)).toEqual({text: "How?"});
  });

  it("reads the first of five whole queries, where the provider knows no stop sequence", () => {
    const five = [1, 2, 3, 4, 5].map((n) => `<query_${n}>Question ${n}?</query_${n}>`).join("\n");
    expect(gateQuery(reply(five), attributes)).toEqual({text: "Question 1?"});
  });
});

describe("gateResponse(reply)", () => {
  it.each([
    [reply(""), "response-empty"],
    [reply(" \n"), "response-empty"],
    [reply("", "stop", "hm"), "response-thinking-only"],
    [reply("", "length", "hm"), "response-thinking-only"],
    [reply("half an ans", "length"), "response-truncated"],
    [reply("half an ans", "other"), "response-failed"],
    [reply("", "other", "hm"), "response-failed"],
    [reply("la ".repeat(2000)), "response-incoherent"],
    [reply("\uFFFD".repeat(50)), "response-incoherent"]
  ])("stops %j", (given, reason) => expect(gateResponse(given)).toMatchObject({reason}));

  it("counts a refusal by the target as an answer, with or without text", () => {
    expect(gateResponse(reply("I can't help with that."))).toEqual({text: "I can't help with that."});
    expect(gateResponse(reply("", "refusal"))).toMatchObject({text: expect.stringContaining("declined")});
  });

  it("tells the judge where a filter stopped the answer, and adds nothing to a refusal's own words", () => {
    expect(gateResponse(reply("Bees are", "refusal"))).toEqual({
      text: "Bees are\n[The answer was stopped here as a refusal.]"
    });
    expect(gateResponse(reply("I can't help with that.", "refusal"))).toEqual({text: "I can't help with that."});
  });

  it("takes long prose, tables and code for coherent", () => {
    const table = Array.from({length: 60}, (_, i) => `| ${i} | ${i * i} | ${Math.sqrt(i).toFixed(4)} |`).join("\n");
    expect(gateResponse(reply(table))).toEqual({text: table});
  });
});
