import {execFileSync} from "node:child_process";
import {appendFileSync, readFileSync, statSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {Journal, type CallRecord} from "./journal.js";

const {folder} = useTempData();

const record = (i: number, text = `answer ${i}`): CallRecord => ({
  v: 1,
  id: i.toString(16).padStart(32, "0"),
  step: "surf",
  role: "target",
  model: "lab:target",
  answered: "lab:target",
  at: "2026-01-01T00:00:00.000Z",
  latency: null,
  attempts: 1,
  stop: "stop",
  raw: "stop",
  usage: {inputTokens: 1, outputTokens: 2, thinkingTokens: null, cachedTokens: null},
  cost: 0,
  text,
  thinking: "",
  error: null
});

async function written(name: string, count: number): Promise<string> {
  const path = join(folder(), name);
  const journal = Journal.open(path);
  await Promise.all(Array.from({length: count}, (_, i) => journal.append(record(i))));
  journal.close();
  return path;
}

describe("Journal", () => {
  it("has a record on disk before append resolves", async () => {
    const path = join(folder(), "order.jsonl");
    const journal = Journal.open(path);
    await journal.append(record(1));
    expect(readFileSync(path, "utf8")).toBe(`${JSON.stringify(record(1))}\n`);
    journal.close();
  });

  it("finds and reads every record after it is opened again", async () => {
    const path = await written("again.jsonl", 3000);
    const journal = Journal.open(path);
    expect(journal.size).toBe(3000);
    for (const i of [0, 1, 1023, 1024, 2999]) expect(journal.read(journal.find(record(i).id)!)).toEqual(record(i));
    expect(journal.find(record(3000).id)).toBeUndefined();
    journal.close();
  });

  it("cuts off a torn last record at any byte and loses no other", async () => {
    const path = await written("torn.jsonl", 5);
    const whole = readFileSync(path);
    const lastStart = whole.lastIndexOf("\n", whole.length - 2) + 1;
    for (const cut of [lastStart + 1, lastStart + 20, whole.length - 1]) {
      writeFileSync(path, whole);
      truncateSync(path, cut);
      const journal = Journal.open(path);
      expect(journal.size).toBe(4);
      await journal.append(record(9));
      expect(journal.read(journal.find(record(9).id)!)).toEqual(record(9));
      journal.close();
    }
  });

  it("keeps hostile and long text as it is", async () => {
    const path = join(folder(), "hostile.jsonl");
    const journal = Journal.open(path);
    const texts = ["</script>\u0000\u202E\n\r\u2028", "\uD800 lone", "x".repeat(3_000_000), "日本語 🎈"];
    for (const [i, text] of texts.entries()) await journal.append(record(i, text));
    journal.close();
    const again = Journal.open(path);
    expect(texts.map((_, i) => again.read(i).text)).toEqual(texts);
    again.close();
  });

  it("refuses a file that is no journal, with its line, and leaves it as it is", async () => {
    const path = await written("foreign.jsonl", 2);
    appendFileSync(path, '{"something":"else"}\n');
    const {size} = statSync(path);
    expect(() => Journal.open(path)).toThrow(/not a journal record: take the line out/);
    expect(statSync(path).size).toBe(size);
  });

  it("refuses a record of another version with the reason, and leaves the file as it is", async () => {
    const path = await written("older.jsonl", 2);
    const older = readFileSync(path, "utf8").replace('"v":1', '"v":0');
    writeFileSync(path, older);
    expect(() => Journal.open(path)).toThrow(/version 0, this surfturf reads version 1/);
    expect(readFileSync(path, "utf8")).toBe(older);
  });
});

describe("a disk that is full", () => {
  it("loses no whole record and leaves no torn one: what is said to be written is", () => {
    const path = join(folder(), "full.jsonl");
    const script = join(folder(), "fill.mts");
    writeFileSync(
      script,
      `import {Journal} from ${JSON.stringify(new URL("./journal.ts", import.meta.url).href)};
      const journal = Journal.open(${JSON.stringify(path)});
      const record = ${JSON.stringify(record(0, "x".repeat(700)))};
      let written = 0;
      let problem = "";
      for (let i = 0; i < 60; i++)
        await journal.append({...record, id: i.toString(16).padStart(32, "0")}).then(
          () => written++,
          (error) => (problem = error.message)
        );
      console.log(JSON.stringify({written, problem}));`
    );
    // the shell's limit on the size of a file stands in for the disk: 16 blocks of 512 or 1024 bytes
    const tsx = new URL("../../node_modules/tsx/dist/esm/index.mjs", import.meta.url).href;
    const output = execFileSync("sh", ["-c", `ulimit -f 16; exec "${process.execPath}" --import "${tsx}" "${script}"`]);
    const {written, problem} = JSON.parse(output.toString()) as {written: number; problem: string};
    expect(problem).toMatch(/could not be written: is the disk full/);
    const journal = Journal.open(path);
    expect(journal.size).toBe(written);
    expect(written).toBeGreaterThan(5);
    expect(journal.read(written - 1).text).toHaveLength(700);
    journal.close();
  });
});
