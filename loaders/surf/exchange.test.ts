import {describe, expect, it} from "vitest";
import {toRequest} from "./exchange.js";
import type {Model} from "../model/model.js";
import {normalizeRole} from "../step/normalize-role.js";
import {roleSpec} from "../step/role-spec.js";

const normalize = (role: unknown) =>
  normalizeRole(roleSpec.parse(role), {maxTokens: 500, file: "study.yaml", problem: (message) => new Error(message)});

const requestOf = (more: object) => {
  const role = {...normalize({model: "openai:m", ...more}), model: {} as Model};
  return toRequest(role, [{role: "user", content: "Hello?"}], 7, ["</query>"]);
};

describe("a parameter of a role", () => {
  it("has a default where a study does not say it", () => {
    expect(requestOf({})).toMatchObject({temperature: 1, maxTokens: 500, stop: ["</query>"], seed: 7});
  });

  it("is not sent where a study says null", () => {
    const none = {temperature: null, top_p: null, stop: null, thinking: null, effort: null, system: null};
    expect(requestOf(none)).toEqual({messages: [{role: "user", content: "Hello?"}], maxTokens: 500, seed: 7});
  });

  it("that tells samples apart, or bounds their cost, is known but not sent", () => {
    const request = requestOf({seed: null, max_tokens: null});
    expect(request).toMatchObject({seed: 7, maxTokens: 131_072, leaveOut: ["seed", "max_tokens"]});
  });

  it("can't be left out where the API needs it", () => {
    expect(() => normalize({model: "anthropic:m", max_tokens: null})).toThrow("anthropic:m needs max_tokens");
    expect(roleSpec.safeParse({model: "openai:m", seed: 3}).success).toBe(false);
  });
});
