import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../../util/user-error.js";
import {fileKinds, type TestRow} from "../../testing/write-rows.js";
import {readPairs, type Pair} from "../read-pairs.js";

const {folder} = useTempData();

/** A conversation, whatever it is written as. */
interface Talk {
  system?: string;
  turns: {by: "user" | "assistant" | "call" | "tool"; text: string}[];
}

const talks: Record<string, (i: number) => Talk> = {
  short: (i) => ({
    turns: [
      {by: "user", text: `Where does river ${i} begin?`},
      {by: "assistant", text: `In the hills of "${i}",\nit's said.`}
    ]
  }),
  long: (i) => ({
    system: "Answer shortly.",
    turns: [
      {by: "user", text: `Who built bridge ${i}?`},
      {by: "assistant", text: `A mason, in year ${i}.`},
      {by: "user", text: `And who paid for bridge ${i}?`},
      {by: "assistant", text: `Town ${i} did.`}
    ]
  }),
  calling: (i) => ({
    turns: [
      {by: "user", text: `How deep is lake ${i}?`},
      {by: "call", text: `depth(lake=${i})`},
      {by: "tool", text: `${i} metres`},
      {by: "assistant", text: `It is ${i} metres deep.`}
    ]
  })
};

type Roles = Record<Talk["turns"][number]["by"] | "system", string>;
const openAi: Roles = {system: "system", user: "user", assistant: "assistant", call: "assistant", tool: "tool"};
const dolci: Roles = {...openAi, tool: "environment"};
const shareGpt: Roles = {system: "system", user: "human", assistant: "gpt", call: "function_call", tool: "observation"};

const messages = (
  {system, turns}: Talk,
  roles: Roles = openAi,
  [who, what]: [string, string] = ["role", "content"]
) => [
  ...(system === undefined ? [] : [{[who]: roles.system, [what]: system}]),
  ...turns.map(({by, text}) => ({[who]: roles[by], [what]: text}))
];

/** An assistant's call in a field of its own, beside content that is null. */
const withCalls = (talk: Talk, roles: Roles, field: string, callOf: (text: string) => unknown) => [
  ...(talk.system === undefined ? [] : [{role: "system", content: talk.system, [field]: null}]),
  ...talk.turns.map(({by, text}) => ({
    role: roles[by],
    content: by === "call" ? null : text,
    [field]: by === "call" ? callOf(text) : null
  }))
];

const zipped = (list: Record<string, unknown>[]) =>
  Object.fromEntries(Object.keys(list[0]!).map((name) => [name, list.map((each) => each[name])]));
const python = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (value === null) return "None";
  if (typeof value !== "object")
    return `'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  return `{${Object.entries(value)
    .map(([name, each]) => `${python(name)}: ${python(each)}`)
    .join(", ")}}`;
};
const exchanges = ({turns}: Talk): [string, string][] =>
  turns.flatMap(({text}, i) => (i % 2 === 0 ? [[text, turns[i + 1]!.text] satisfies [string, string]] : []));
const transcript = ({turns}: Talk) =>
  turns.map(({by, text}) => `\n\n${by === "user" ? "Human" : "Assistant"}: ${text}`).join("");
const said = (texts: string[]) => texts.map((text) => ({content: text, role: "assistant"}));

interface Shape {
  write: (talk: Talk, i: number) => TestRow;
  talks?: string[]; // that it can express; defaults to short and long
  last?: true; // reads the last answer
}

const shapes: Record<string, Shape> = {
  messages: {write: (talk) => ({messages: messages(talk)})},
  "messages and other columns": {write: (talk, i) => ({id: i, messages: messages(talk), score: 0.5, tags: ["a"]})},
  "messages with tool_calls": {
    write: (talk) => ({messages: withCalls(talk, openAi, "tool_calls", (text) => [{id: "1", function: {name: text}}])}),
    talks: ["calling"]
  },
  "messages with function_calls as text": {
    write: (talk) => ({messages: withCalls(talk, dolci, "function_calls", (text) => text)}),
    talks: ["calling"]
  },
  "messages of parts": {
    write: (talk) => ({
      messages: messages(talk).map(({role, content}) => ({role, content: [{type: "text", text: content}]}))
    })
  },
  "messages as JSON text": {write: (talk) => ({messages: JSON.stringify(messages(talk))})},
  "messages as a Python value": {write: (talk) => ({messages: python(messages(talk))})},
  "messages in a column of another name": {write: (talk) => ({chat_log: messages(talk), id: "x"})},
  "messages in a record": {write: (talk) => ({id: "x", body: {model: "m", messages: messages(talk)}})},
  "messages of LangChain": {
    write: (talk) => ({messages: messages(talk, {...openAi, user: "human", assistant: "ai"}, ["type", "content"])})
  },
  "messages of human and AI": {
    write: (talk) => ({messages: messages(talk, {...openAi, user: "Human", assistant: "AI"})})
  },
  "a record of lists": {write: (talk) => ({messages: zipped(messages(talk))})},
  ShareGPT: {
    write: (talk) => ({conversations: messages(talk, shareGpt, ["from", "value"]), tools: "[]"}),
    talks: ["short", "long", "calling"]
  },
  "ShareGPT as a record of lists": {
    write: (talk) => ({conversations: zipped(messages(talk, shareGpt, ["from", "value"]))})
  },
  "texts in turn": {write: ({turns}) => ({conversations: turns.map(({text}) => text)})},
  "pairs of texts": {write: (talk) => ({conversation: exchanges(talk)})},
  "records of input and output": {
    write: (talk) => ({conversation: exchanges(talk).map(([input, output]) => ({input, output}))})
  },
  "prompt and response": {write: ({turns}) => ({prompt: turns[0]!.text, response: turns[1]!.text})},
  "Question and Answer": {write: ({turns}) => ({Question: turns[0]!.text, Answer: turns[1]!.text})},
  "inputs and targets": {write: ({turns}) => ({inputs: turns[0]!.text, targets: turns[1]!.text})},
  "user and assistant": {write: ({turns}) => ({user: turns[0]!.text, assistant: turns[1]!.text})},
  "a prompt and a completion of messages": {
    write: (talk) => ({prompt: messages(talk).slice(0, -1), completion: said([talk.turns.at(-1)!.text])}),
    last: true
  },
  "input of messages and output": {
    write: (talk) => ({input: messages(talk).slice(0, -1), output: talk.turns.at(-1)!.text}),
    last: true
  },
  "instruction and output": {write: ({turns}) => ({instruction: turns[0]!.text, input: "", output: turns[1]!.text})},
  "chosen and rejected messages": {
    write: (talk) => ({
      chosen: messages(talk),
      rejected: messages({turns: [...talk.turns.slice(0, -1), {by: "assistant", text: "No."}]})
    }),
    last: true
  },
  "chosen and rejected texts": {
    write: ({turns}) => ({prompt: turns[0]!.text, chosen: turns[1]!.text, rejected: "No."})
  },
  "chosen and rejected answers": {
    write: (talk) => ({
      prompt: messages(talk).slice(0, -1),
      chosen: said([talk.turns.at(-1)!.text]),
      rejected: said(["No."])
    }),
    last: true
  },
  "chosen and rejected transcripts": {
    write: (talk) => ({chosen: transcript(talk), rejected: "\n\nHuman: a\n\nAssistant: b"}),
    last: true
  }
};

const count = 6;

async function read(name: string, kind: string, rows: readonly TestRow[]) {
  const path = join(folder(), `${name.replaceAll(/\W/g, "-")}${kind}`);
  writeFileSync(path, await fileKinds[kind]!(rows, path));
  const pairs: Pair[] = [];
  try {
    const report = await readPairs(path, {source: ""}, (pair) => void pairs.push(pair));
    return {pairs: pairs.map(({query, response}) => [query, response]), report, problem: ""};
  } catch (error) {
    if (!isUserError(error)) throw error;
    return {pairs: [], report: null, problem: formatUserError(error)};
  }
}

/** The pair that a conversation is, by the rule of docs/corpora.md. */
function expected(talk: Talk, last: boolean, calls: (text: string) => string): [string, string] {
  const asked = last ? talk.turns.length - 2 : 0;
  const {by, text} = talk.turns[asked + 1]!;
  return [talk.turns[asked]!.text, by === "call" ? calls(text) : text];
}

const family = Object.entries(shapes).flatMap(([name, shape]) =>
  (shape.talks ?? ["short", "long"]).map((talk) => [name, talk, shape] as const)
);

describe("the same conversation is the same pair, whatever its shape and its file", () => {
  it.each(family)("%s, %s", async (name, talk, {write, last = false}) => {
    const calls = (text: string) =>
      name === "messages with tool_calls" ? JSON.stringify([{id: "1", function: {name: text}}]) : text;
    const all = Array.from({length: count}, (_, i) => talks[talk]!(i));
    const rows = all.map(write);
    const right = all.map((each) => expected(each, last, calls));
    for (const kind of Object.keys(fileKinds)) {
      const {pairs, report, problem} = await read(`${name} ${talk}`, kind, rows);
      expect([kind, problem, pairs]).toEqual([kind, "", right]);
      expect([kind, report?.shapes.length, report?.skipped]).toEqual([kind, 1, []]);
    }
  });
});

const user = {role: "user", content: "How are bells cast?"};
const answer = {role: "assistant", content: "From bronze."};

/** Rows that have an answer further on, which is not the answer to their query. */
const refused: Record<string, [TestRow, RegExp]> = {
  "a role that nobody knows": [
    {messages: [user, {role: "narrator", content: "x"}, answer]},
    /unknown-turn: role "narrator"/
  ],
  "a role that nobody knows as the first": [
    {messages: [{role: "client", content: "x"}, answer, user, answer]},
    /unknown-turn: role "client"/
  ],
  "an answer without words": [{messages: [user, {role: "assistant", content: ""}, user, answer]}, /no-response/],
  "an answer of pictures": [
    {messages: [user, {role: "assistant", content: [{type: "image", url: "u"}]}, user, answer].map(asParts)},
    /no-response: content without a text/
  ],
  "a question of pictures": [
    {messages: [{role: "user", content: [{type: "image", url: "u"}]}, answer, user, answer].map(asParts)},
    /no-query: content without a text/
  ],
  "a tool's result without a call": [
    {messages: [user, {role: "tool", content: "x"}, answer]},
    /unknown-turn: a tool's turn/
  ],
  "a prompt that ends with the assistant": [
    {prompt: [user, answer], completion: [answer]},
    /unknown-turn: a prompt that ends/
  ],
  "an answer that begins with a tool": [
    {prompt: [user], completion: [{role: "tool", content: "x"}, answer]},
    /unknown-turn: an answer that begins with a tool's turn/
  ],
  "two lists of messages": [
    {model_a: [user, answer], model_b: [user, answer]},
    /lists of messages in model_a and model_b/
  ],
  "a question with spans of its context": [
    {question: "q", context: "c", answers: {text: ["a"], answer_start: [1]}},
    /no-response.*its columns are question \(text\), .*answers/
  ],
  "texts of pages": [{text: "Once upon a time."}, /expected messages,.*its columns are text/]
};

function asParts({role, content}: {role: string; content: unknown}) {
  const given = typeof content === "string" ? [{type: "text", text: content, url: null}] : content;
  return {
    role,
    content: (given as TestRow[]).map((part) => ({type: part.type, text: part.text ?? null, url: part.url ?? null}))
  };
}

const rowKinds = [".jsonl", ".json", ".jsonl.zst", ".parquet", ".arrow", ".feather"];

describe("an answer that is marked as rejected", () => {
  const kto = (label: unknown, i: number) => ({prompt: `How deep is lake ${i}?`, completion: `${i} metres.`, label});
  const marks: [string, (yes: boolean, i: number) => TestRow][] = [
    ["by KTO's label", (yes, i) => kto(yes, i)],
    ["by KTO's label as a number", (yes, i) => kto(yes ? 1 : 0, i)],
    ["by a word", (yes, i) => kto(yes ? "desirable" : "undesirable", i)],
    [
      "beside messages",
      (yes, i) => ({
        prompt: [{role: "user", content: `How deep is lake ${i}?`}],
        completion: [{role: "assistant", content: `${i} metres.`}],
        label: yes
      })
    ],
    ["by accepted", (yes, i) => ({question: `How deep is lake ${i}?`, answer: `${i} metres.`, accepted: yes})],
    ["by chosen", (yes, i) => ({Prompt: `How deep is lake ${i}?`, Response: `${i} metres.`, Chosen: yes})],
    [
      "in a conversation",
      (yes, i) => ({
        messages: messages({
          turns: [
            {by: "user", text: `How deep is lake ${i}?`},
            {by: "assistant", text: `${i} metres.`}
          ]
        }),
        label: yes
      })
    ]
  ];
  it.each(marks)("%s is counted and is no pair", async (name, write) => {
    for (const kind of rowKinds) {
      const rows = [true, false, true, false].map(write);
      const {pairs, report} = await read(`rejected ${name}`, kind, rows);
      expect(pairs.map(([, response]) => response)).toEqual(["0 metres.", "2 metres."]);
      expect(report?.skipped).toMatchObject([{reason: "rejected", count: 2}]);
    }
  });

  it("as a message that was not trained on is counted, and no later answer is taken", async () => {
    const untrained = {messages: [user, {...answer, weight: 0}, user, {...answer, weight: 1}]};
    const trained = {messages: [user, {...answer, weight: 1}, user, {...answer, weight: 0}]};
    for (const kind of rowKinds) {
      const {pairs, report} = await read("weights", kind, [untrained, trained]);
      expect(pairs).toEqual([[user.content, answer.content]]);
      expect(report?.skipped).toMatchObject([
        {reason: "rejected", count: 1, examples: [{what: "weight of its message"}]}
      ]);
    }
  });

  it("is none by the class of a text or a column of other meaning", async () => {
    const rows = [0, 1].map((label) => ({question: `How deep is lake ${label}?`, answer: "5 metres.", label}));
    expect((await read("classes", ".jsonl", rows)).pairs).toHaveLength(2);
  });
});

describe("messages of the user in a row", () => {
  it("are one question", async () => {
    const rows = [{messages: [user, {role: "user", content: "Be short."}, answer]}];
    for (const kind of rowKinds)
      expect((await read("in-a-row", kind, rows)).pairs).toEqual([[`${user.content}\n\nBe short.`, answer.content]]);
  });
});

describe("a turn that is not understood is refused by name, never passed over for a later one", () => {
  it.each(Object.entries(refused))("%s", async (name, [row, line]) => {
    for (const kind of rowKinds) {
      const {pairs, problem} = await read(name, kind, [row, row]);
      expect(pairs).toEqual([]);
      expect(`${kind} ${problem}`).toMatch(line);
      expect(problem).not.toContain("\n");
    }
  });

  it("its row is counted beside those that are read", async () => {
    const rows = [{messages: [user, answer]}, refused["a role that nobody knows"]![0]];
    const {pairs, report} = await read("beside", ".jsonl", rows);
    expect(pairs).toHaveLength(1);
    expect(report?.skipped).toEqual([
      {reason: "unknown-turn", count: 1, examples: [{file: "beside.jsonl", line: 2, what: 'role "narrator"'}]}
    ]);
  });
});
