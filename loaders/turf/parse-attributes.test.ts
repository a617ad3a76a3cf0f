import {describe, expect, it} from "vitest";
import {parseAttributes, safeParseAttributes} from "./parse-attributes.js";

const sentences = ["The query asks for code.", "The query is in Korean.", "The query is short."];
const parse = (text: string) => {
  const parsed = safeParseAttributes("query", text);
  return parsed.success ? parsed.value : parsed.error;
};

describe("safeParseAttributes(side, text)", () => {
  it.each([
    ["a numbered list", "1. The query asks for code.\n2. The query is in Korean.\n3. The query is short."],
    ["other numbers", "1) The query asks for code.\n(2) The query is in Korean.\n3: The query is short."],
    ["bullets", "- The query asks for code.\n* The query is in Korean.\n\u2022 The query is short."],
    ["plain lines, blank ones between", "The query asks for code.\n\nThe query is in Korean.\r\nThe query is short."],
    [
      "prose around",
      "Here are the attributes:\n\n1. The query asks for code.\n" +
        "2. The query is in Korean.\n3. The query is short.\n" +
        "\nLet me know if you need more."
    ],
    ["other case and no full stop", "THE QUERY asks for code\nthe query is in Korean\nThe Query is short"],
    [
      "emphasis and quotation marks",
      '1. **The query** asks for code.\n2. "The query is in Korean."\n3. **The query is short.**'
    ],
    [
      "other names for a query",
      "1. The user's query asks for code.\n2. The prompt is in Korean.\n3. The question is short."
    ],
    ["items without a head", "1. Asks for code.\n2. Is in Korean.\n3. Is short."],
    ["a JSON list", JSON.stringify(sentences)],
    ["a JSON list in a fenced block", `Sure!\n\`\`\`json\n${JSON.stringify(sentences, null, 2)}\n\`\`\``],
    ["a JSON object", JSON.stringify({attributes: sentences})],
    ["a list of JSON objects", JSON.stringify(sentences.map((attribute) => ({attribute})))],
    [
      "the same sentence twice",
      "The query asks for code.\nThe query asks for code.\nThe query is in Korean.\nThe query is short."
    ]
  ])("%s", (_, text) => expect(parse(text)).toEqual(sentences));

  it("takes the first ten of more, and those there are of fewer", () => {
    const many = Array.from({length: 14}, (_, i) => `${i + 1}. The query has trait ${i + 1}.`).join("\n");
    expect(parse(many)).toHaveLength(10);
    expect(parse("1. The query is short.")).toEqual(["The query is short."]);
  });

  it("reads the other side's names", () => {
    const text = "1. The response calls a tool.\n2. The model's answer is long.\n3. The assistant refuses.";
    expect(parseAttributes("response", text)).toEqual([
      "The response calls a tool.",
      "The response is long.",
      "The response refuses."
    ]);
  });

  it.each([
    ["nothing", ""],
    ["prose", "I can't do that, as the text is offensive."],
    ["sentences of the other side", "1. The response is long."],
    ["heads without a sentence", "1. The query\n2. The query ..."],
    ["an empty list", "[]"],
    ["a whole page in one line", `The query ${"is long ".repeat(100)}`]
  ])("finds none in %s", (_, text) => {
    expect(safeParseAttributes("query", text).success).toBe(false);
    expect(() => parseAttributes("query", text)).toThrow('no sentence that begins with "The query"');
  });

  it("invents nothing: broken JSON, brackets and hostile text", () => {
    expect(parse('["The query is short.", "The quer')).toBe('no sentence that begins with "The query" in the answer');
    expect(parse("[1] The query is short.\n1. The query asks for {x}.")).toEqual(["The query asks for {x}."]);
    const before = process.cpuUsage().user;
    for (const unit of ["1. ", "The query ", "[", "{", '"', "- ", "*", "\n", " "]) parse(unit.repeat(200_000));
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2000);
  });
});
