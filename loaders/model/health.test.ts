import {describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import {Dispatcher} from "./dispatcher.js";
import {RefusalStreak} from "./health.js";
import {ModelError} from "./model-error.js";
import type {ModelRequest} from "./model.js";
import {errorOf, useWireServer, type Scripted, type Seen} from "./testing/wire-server.js";

const server = useWireServer();
const good = {body: {choices: [{message: {content: "Yes."}, finish_reason: "stop"}], model: "m"}};

const promptOf = ({body}: Seen): string => (body.messages as {content: string}[])[0]!.content;

const request = (content: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{role: "user", content}],
  maxTokens: 50,
  ...more
});

let count = 0;
const model = () => createModel({name: `${server.url()}/v1:m${count++}`, baseUrl: null, key: null}, {});
const anthropic = () => {
  const spec = {name: `anthropic:m${count++}`, baseUrl: server.url(), key: null};
  return createModel(spec, {ANTHROPIC_API_KEY: "sk-ant-fake-0123456789"});
};

/** How servers word that one prompt is refused, and how they wrap it. */
const wordings = [
  "Content Exists Risk",
  "Input data may contain inappropriate content.",
  "The input token count (1200001) exceeds the maximum number of tokens allowed (1048576).",
  "request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it",
  "max_tokens must be at least 1, got -371.",
  "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_X",
  "Output blocked by content filtering policy",
  "the frobnicator does not like this",
  "内容违规"
];
const wrappings: [string, (words: string, status: number) => unknown][] = [
  ["as OpenAI does", (message) => ({error: {message, type: "invalid_request_error", param: null, code: null}})],
  ["as Gemini does", (message, code) => [{error: {code, message, status: "INVALID_ARGUMENT"}}]],
  ["as vLLM does", (message, code) => ({object: "error", message, type: "BadRequestError", param: null, code})],
  ["as FastAPI does", (message) => ({detail: [{loc: ["body", "messages"], msg: message, type: "value_error"}]})],
  ["as text", (message) => message]
];
const statuses = [400, 403, 413, 422, 451];

const cases = wordings.flatMap((words, i) =>
  wrappings.map(([how, wrap], j): [number, string, string, Scripted] => {
    const status = statuses[(i + j) % statuses.length]!;
    return [status, words, how, {status, body: wrap(words, status)}];
  })
);

describe("a prompt that is refused", () => {
  it.each(cases)("with %i and %j, %s, is that call's own", async (_, words, __, refusal) => {
    const [dispatcher, asked] = [new Dispatcher(), model()];
    server.always((seen) => (promptOf(seen).includes("bad") ? refusal : good));
    for (const prompt of ["good 1", "bad 1", "good 2", "bad 2", "bad 2", "bad 2", "good 3"]) {
      const {reply, error, failed} = await dispatcher.ask(asked, request(prompt));
      expect(reply === null).toBe(prompt.startsWith("bad"));
      if (error !== null) expect(error.message).toContain(words.replace(/\.$/, ""));
      expect(failed).toHaveLength(reply === null ? 1 : 0);
    }
    expect(server.seen).toHaveLength(7);
  });

  it("is refused by Anthropic's filter, and the study goes on", async () => {
    const [dispatcher, asked] = [new Dispatcher(), anthropic()];
    const words = {type: "error", error: {type: "invalid_request_error", message: "Output blocked by a policy"}};
    const answer = {body: {type: "message", content: [{type: "text", text: "Yes."}], stop_reason: "end_turn"}};
    server.always((seen) => (promptOf(seen) === "bad" ? {status: 400, body: words} : answer));
    const replies = [];
    for (const prompt of ["bad", "good", "bad"])
      replies.push((await dispatcher.ask(asked, request(prompt))).reply?.text);
    expect(replies).toEqual([undefined, "Yes.", undefined]);
  });
});

describe("prompts that are all refused", () => {
  it.each<[string, RegExp]>([
    [
      "'max_tokens' is too large: 2048. The maximum context length is 1024 tokens",
      /400: 'max_tokens' is too large.*: 3 different requests in a row were refused and none .*: lower max_tokens/
    ],
    ["top_p: must be 1", /change top_p of the role, or leave it out \(top_p: null\)/],
    ["nothing works today", /change the role's parameters or the model/]
  ])("by %j stop the model with the cure", async (words, cure) => {
    const [dispatcher, asked] = [new Dispatcher(), model()];
    server.always(() => ({status: 400, body: {error: {message: words}}}));
    for (let i = 0; i < 3; i++) expect((await dispatcher.ask(asked, request(`${i}`))).error!.fatal).toBe(false);
    const error = await errorOf(dispatcher.ask(asked, request("3")));
    expect(error).toMatchObject({name: "ModelError", fatal: true, status: 400});
    expect(error.message).toMatch(cure);
    expect(server.seen).toHaveLength(3);
  });

  it("stop only what shares their parameters: other roles and other models of the lane go on", async () => {
    const [dispatcher, asked] = [new Dispatcher(), model()];
    server.always(({body}) => (body.max_tokens === 2048 ? {status: 400, body: {error: {message: "no"}}} : good));
    for (let i = 0; i < 5; i++) {
      expect((await dispatcher.ask(asked, request(`${i}`))).reply).not.toBeNull();
      await dispatcher.ask(asked, request(`${i}`, {maxTokens: 2048})).catch(() => undefined);
    }
    await expect(dispatcher.ask(asked, request("x", {maxTokens: 2048}))).rejects.toThrow(/3 different requests/);
    expect((await dispatcher.ask(asked, request("x"))).reply!.text).toBe("Yes.");
  });

  it("with 401 stop at once, and so does 403 with words about a key", async () => {
    for (const [status, message] of [
      [401, "no"],
      [402, "no"],
      [404, "no"],
      [403, "Permission denied"]
    ] as const) {
      server.next({status, body: {error: {message}}});
      expect((await errorOf(new Dispatcher().ask(model(), request("a")))).fatal).toBe(true);
    }
  });
});

describe("RefusalStreak", () => {
  const refusal = new ModelError("x m: 400: no", {
    ...{model: "m", status: 400, retryable: false, retryAfterInMs: null, fatal: false, refused: "change it"}
  });

  /** Feeds outcomes; how many refusals in a row end it. */
  function lengthAfter(answered: number, refused: number): number {
    const streak = new RefusalStreak();
    let prompt = 0;
    for (let i = 0; i < Math.max(answered, refused); i++) {
      if (i < refused) streak.refused(request(`${prompt++}`), refusal);
      if (i < answered) streak.answered();
    }
    let length = 0;
    for (; streak.end === null; length++) streak.refused(request(`${prompt++}`), refusal);
    return length;
  }

  it("ends sooner the fewer prompts were refused before", () => {
    expect([lengthAfter(0, 0), lengthAfter(1000, 0), lengthAfter(20, 0), lengthAfter(2, 0)]).toEqual([3, 3, 5, 10]);
    expect(lengthAfter(100, 20)).toBe(8);
    expect(lengthAfter(100, 100)).toBe(20);
  });

  it("counts samples of one prompt once, and nothing that may succeed later", () => {
    const streak = new RefusalStreak();
    for (let seed = 0; seed < 20; seed++) streak.refused(request("same", {seed}), refusal);
    const busy = new ModelError("busy", {
      ...{model: "m", status: 429, retryable: true, retryAfterInMs: null, fatal: false}
    });
    for (let i = 0; i < 20; i++) streak.refused(request(`${i}`), busy);
    expect(streak.end).toBeNull();
  });
});

describe("an address without an API", () => {
  it.each<[string, string, RegExp]>([
    ["misspelt", "http://no-such-host.invalid/v1:m", /no-such-host\.invalid.*nothing has answered there yet/],
    ["where nobody listens", "http://127.0.0.1:9/v1:m", /127\.0\.0\.1:9\/v1.*nothing has answered there yet/]
  ])(
    "%s is said within seconds, by name",
    async (_, name, words) => {
      const begun = performance.now();
      const asked = createModel({name, baseUrl: null, key: null}, {});
      const error = await errorOf(new Dispatcher().ask(asked, request("a")));
      expect(error).toMatchObject({fatal: true, status: null});
      expect(error.message).toMatch(words);
      expect(performance.now() - begun).toBeLessThan(15_000);
    },
    30_000
  );

  it("is a page of a website: one line with the address", async () => {
    server.always(() => ({headers: {"content-type": "text/html"}, body: "<!doctype html><p>Welcome</p>"}));
    const error = await errorOf(new Dispatcher().ask(model(), request("a")));
    expect(error.message).toMatch(/200: an HTML page, not an API's answer: check the address http:\/\/127.*yet$/);
    expect(server.seen.length).toBeLessThan(6);
  }, 30_000);

  it("is waited for once it has answered", async () => {
    const [dispatcher, asked] = [new Dispatcher({retry: {firstInMs: 1, maxWaitInMs: 1}}), model()];
    const page = {body: "<html>busy</html>"};
    server.next(good, page, page, page, page, good);
    for (let i = 0; i < 2; i++) expect((await dispatcher.ask(asked, request(`${i}`))).reply!.text).toBe("Yes.");
  });
});

describe("several models at one address", () => {
  const named = (name: string) => createModel({name: `${server.url()}/v1:${name}`, baseUrl: null, key: null}, {});
  const unknown = {status: 404, body: {error: {message: "The model `typo` does not exist", code: "model_not_found"}}};

  it("end one by one: a 404 of one that is not there leaves the others, asked before or after", async () => {
    const dispatcher = new Dispatcher();
    server.always(({body}) => (body.model === "typo" ? unknown : good));
    for (const text of ["a", "b"]) {
      const error = await errorOf(dispatcher.ask(named("typo"), request(text)));
      expect(error).toMatchObject({fatal: true, status: 404});
      expect((await dispatcher.ask(named("there"), request(text))).reply!.text).toBe("Yes.");
    }
    expect(server.seen.map(({body}) => body.model)).toEqual(["typo", "there", "there"]);
  });

  it("end one by one also by a 401 or 403, once another was answered with the same key", async () => {
    for (const status of [401, 403]) {
      const dispatcher = new Dispatcher();
      const denied = {status, body: {error: {message: "this key has no permission for the model"}}};
      server.always(({body}) => (body.model === "closed" ? denied : good));
      await dispatcher.ask(named("open"), request("a"));
      expect(await errorOf(dispatcher.ask(named("closed"), request("a")))).toMatchObject({fatal: true, status});
      expect((await dispatcher.ask(named("open"), request("b"))).reply!.text).toBe("Yes.");
    }
  });

  it("end together by a key that nobody was answered with", async () => {
    const dispatcher = new Dispatcher();
    server.always(() => ({status: 401, body: {error: {message: "no"}}}));
    await errorOf(dispatcher.ask(named("one"), request("a")));
    await errorOf(dispatcher.ask(named("two"), request("a")));
    expect(server.seen).toHaveLength(1);
  });

  it("a 404 of a model that answered before is that call's own, until others get it in a row", async () => {
    const [dispatcher, asked] = [new Dispatcher(), model()];
    server.next(good, good, unknown, good);
    const texts = [];
    for (const text of ["a", "b", "c", "d"]) texts.push((await dispatcher.ask(asked, request(text))).reply?.text);
    expect(texts).toEqual(["Yes.", "Yes.", undefined, "Yes."]);
    server.always(() => unknown);
    const error = await errorOf(
      (async () => {
        for (let i = 0; i < 60; i++) await dispatcher.ask(asked, request(`${i}`));
      })()
    );
    expect(error.message).toMatch(/different requests in a row were refused: check the model's name/);
  });
});

describe("an answer that is no API's", () => {
  it.each(["<html>sign in</html>", "OK", "null", "upstream connect error"])(
    "ends an address that answers nothing else any more: %j",
    async (body) => {
      const [dispatcher, asked] = [new Dispatcher({retry: {firstInMs: 1, maxWaitInMs: 1}}), model()];
      server.next(good);
      await dispatcher.ask(asked, request("a"));
      server.always(() => ({body}));
      const ends = await Promise.allSettled(
        Array.from({length: 30}, (_, i) => dispatcher.ask(asked, request(`b${i}`)))
      );
      for (const end of ends) {
        expect(end.status).toBe("rejected");
        expect(String((end as PromiseRejectedResult).reason)).toMatch(
          /not (an API's answer|JSON): check the address .*: \d+ answers in a row were none of an API's/
        );
      }
      expect(server.seen.length).toBeLessThan(60);
    }
  );
});
