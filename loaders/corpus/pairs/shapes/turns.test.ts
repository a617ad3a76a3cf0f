import {describe, expect, it} from "vitest";
import {maybePythonLiteral} from "./python-literal.js";
import {readRow} from "./registry.js";
import {roleOf} from "./roles.js";
import {transcriptOf} from "./transcript.js";

const maxInMs = 100;

describe("who speaks", () => {
  it.each([
    ["user", "User human prompter HumanMessage"],
    ["assistant", "assistant AI gpt chatgpt gpt-4 gpt_4o CHATBOT model AIMessageChunk"],
    ["call", "function_call tool-call assistant_tool_call tool_use"],
    ["tool", "tool function observation environment ipython tool_result function_response tool-call-result"],
    ["system", "system developer SystemMessage"],
    ["unknown", "narrator customer constructor 3 assistant2 user_id"]
  ])("%s: %s", (role, words) => {
    for (const word of words.split(" ")) expect([word, roleOf(word)]).toEqual([word, role]);
  });
});

describe("what a message without words says", () => {
  const asked = {role: "user", content: "q"};
  const response = (message: object) => readRow({messages: [asked, {role: "assistant", ...message}]});

  it.each([
    [{content: null, tool_calls: [{name: "f", at: null}]}, '[{"name":"f"}]'],
    [{content: "", function_call: {name: "f"}}, '{"name":"f"}'],
    [{content: [{type: "tool_use", name: "f"}]}, '[{"type":"tool_use","name":"f"}]'],
    [{content: null, refusal: "I can't."}, "I can't."],
    [
      {
        content: [
          {type: "thinking", text: "hm"},
          {type: "text", text: "r"}
        ]
      },
      "r"
    ],
    [{parts: [{text: "r"}]}, "r"]
  ])("%o", (message, text) => expect(response(message)).toMatchObject({response: text}));

  it.each([
    {content: null},
    {content: "", tool_calls: []},
    {content: "", reasoning_content: "hm"},
    {content: null, audio: {}}
  ])("nothing: %o", (message) => expect(response(message)).toMatchObject({reason: "no-response"}));
});

describe("Python values", () => {
  it.each([
    [`[{'a': 'it\\'s', "b": None}, (True, -1.5e3)]`, [{a: "it's", b: null}, [true, -1500]]],
    [`array([{'a': "x\\ny"}\n {'a': '\\u00e9'}], dtype=object)`, [{a: "x\ny"}, {a: "é"}]],
    [`{'__proto__': 1}`, JSON.parse('{"__proto__": 1}')],
    [`[r'\\' 'b']`, undefined]
  ])("%s", (text, value) => expect(maybePythonLiteral(text)).toEqual(value));

  it.each(["", "[", "{'a'}", "[1] x", "f(1)", "['a", "'a\\", "[a for a in b]", `${"[".repeat(100_000)}`])(
    "no value: %.20s",
    (text) => expect(maybePythonLiteral(text)).toBeUndefined()
  );
});

describe("linear time", () => {
  const hostile = ["[", "['", '["\\', "{'a':", "\\", "'", "\n\n", "\n\nHuman:", "a:", " ", "1", "-", "array("];

  it.each(hostile)("300,000 characters of %j", (text) => {
    const long = text.repeat(Math.ceil(300_000 / text.length));
    for (const read of [
      () => maybePythonLiteral(long),
      () => maybePythonLiteral(`['${long}`),
      () => transcriptOf(`Human: ${long}`),
      () => readRow({messages: `[${long}`}),
      () => readRow({chosen: long}),
      () => roleOf(long)
    ]) {
      const times = [1, 2, 3].map(() => {
        const start = process.cpuUsage();
        read();
        return process.cpuUsage(start).user / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(maxInMs);
    }
  });
});
