import {expect, it} from "vitest";
import type {Ability} from "../model/survey/ability.js";
import {describeServer, type SurveyedModel} from "./describe-server.js";

const ability = (takes: Ability["takes"], why: string | null = null): Ability => ({takes, why});
const abilities = {
  system: ability("yes", "the answer does what it says"),
  seed: ability("no", "two answers to one seed differ"),
  stop: ability("unclear", "no answer has a letter that could stop it"),
  thinking: ability("always"),
  logprobs: ability("refused", "400: no such parameter")
};
const model = (more: Partial<SurveyedModel>): SurveyedModel => ({
  ...{id: "qwen3:8b", spec: "http://127.0.0.1:11434/v1:qwen3:8b", context: 40_960, asked: true, error: null, calls: 9},
  ...{
    speed: {firstCallInMs: 9000, firstTokenInMs: 1240, tokensPerSecond: 38.5},
    abilities,
    changes: ["temperature left out"]
  },
  ...more
});
const notAsked = {asked: false, speed: null, abilities: null, changes: [], context: null};

it("is a table with the reasons of what a model does not take, and how a study names a model", () => {
  const models = [
    model({}),
    model({id: "embed", ...notAsked, asked: true, error: "400: no chat"}),
    model({id: "other", ...notAsked})
  ];
  expect(describeServer({address: "http://127.0.0.1:11434/v1", server: "Ollama", models})).toBe(
    [
      "http://127.0.0.1:11434/v1: Ollama, 3 models",
      "model     context  system  seed  stop  thinking  logprobs  first token  tokens/s",
      "qwen3:8b   40,960  yes     no    ?     always    refused         1.2 s      38.5",
      "embed           -  -       -     -     -         -                   -         -",
      "other           -  -       -     -     -         -                   -         -",
      "  qwen3:8b: seed: two answers to one seed differ",
      "  qwen3:8b: stop: no answer has a letter that could stop it",
      "  qwen3:8b: logprobs: 400: no such parameter",
      "  qwen3:8b: refuses a parameter: temperature left out",
      "  qwen3:8b: the first call took 9.0 s: the server may have loaded the model",
      "  embed: 400: no chat",
      "1 more not asked: name them with --model, or raise --most",
      "in a study: http://127.0.0.1:11434/v1:qwen3:8b"
    ].join("\n")
  );
});

it("lets nothing that a server says act on the terminal", () => {
  const escape = String.fromCharCode(27);
  const said = describeServer({
    ...{address: "http://h/v1", server: `${escape}[2J`},
    models: [model({id: `a${escape}]0;title\u0007b\nc`, error: `400: ${escape}[31m`})]
  });
  expect(said.split("\n")).toHaveLength(5);
  expect(said.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

it("is one line of a server without models", () => {
  expect(describeServer({address: "http://h/v1", server: null, models: []})).toBe("http://h/v1: 0 models");
});
