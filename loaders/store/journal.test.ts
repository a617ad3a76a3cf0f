import {execFileSync} from "node:child_process";
import {appendFileSync, readFileSync, statSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import type {UserError} from "../util/user-error.js";
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
    const {crc, ...written} = JSON.parse(readFileSync(path, "utf8")) as CallRecord & {crc: string};
    expect(written).toEqual(record(1));
    expect(crc).toMatch(/^[0-9a-f]{8}$/);
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

/** What a damaged journal says; null when it opens. */
function problemOf(path: string): {message: string; file?: string; line?: number} | null {
  try {
    Journal.open(path).close();
    return null;
  } catch (error) {
    const {message, place} = error as UserError;
    return {message, ...place};
  }
}

describe("a journal whose lines are damaged", () => {
  const count = 6;
  const damage: Record<string, (line: Buffer, at: number) => Buffer> = {
    "a flipped bit": (line, at) => {
      const copy = Buffer.from(line);
      copy[at]! ^= 1 << (at % 8);
      return copy;
    },
    "a byte of zero": (line, at) => Buffer.concat([line.subarray(0, at), Buffer.alloc(1), line.subarray(at + 1)]),
    "zeros for all of it": (line) => Buffer.alloc(line.length),
    "a lost end": (line, at) => line.subarray(0, Math.max(1, at)),
    "a lost start": (line, at) => line.subarray(at + 1),
    "a lost middle": (line, at) => Buffer.concat([line.subarray(0, at), line.subarray(at + 3)]),
    "bytes that are no UTF-8": (line, at) =>
      Buffer.concat([line.subarray(0, at), Buffer.of(0xc3, 0x28, 0xff), line.subarray(at)]),
    "another record in it": (line, at) => Buffer.concat([line.subarray(0, at), line, line.subarray(at)]),
    "an added byte": (line, at) => Buffer.concat([line.subarray(0, at), Buffer.from("7"), line.subarray(at)])
  };

  it.each(Object.entries(damage))("%s anywhere: says file, line and cure, and changes nothing", async (name, spoil) => {
    const path = await written(`${name}.jsonl`, count);
    const lines = splitLines(readFileSync(path));
    for (const at of [0, 5, 9, 20, 60, 130, 200, lines[3]!.length - 20, lines[3]!.length - 12, lines[3]!.length - 1]) {
      const spoilt = spoil(lines[3]!, at);
      if (spoilt.includes(10)) continue; // two lines then: the first of them is said
      const bytes = joinLines(lines.with(3, spoilt));
      writeFileSync(path, bytes);
      expect(problemOf(path), `at ${at}`).toMatchObject({file: path, line: 4});
      expect(problemOf(path)!.message).toMatch(/take (the line|it) out/);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });

  it("finds a lost line feed between two records, and a line feed too many", async () => {
    const path = await written("merged.jsonl", count);
    const bytes = readFileSync(path);
    const second = bytes.indexOf("\n") + 1;
    writeFileSync(path, Buffer.concat([bytes.subarray(0, second - 1), bytes.subarray(second)]));
    expect(problemOf(path)).toMatchObject({line: 1});
    writeFileSync(
      path,
      Buffer.concat([bytes.subarray(0, second + 50), Buffer.from("\n"), bytes.subarray(second + 50)])
    );
    expect(problemOf(path)).toMatchObject({line: 2});
  });

  it("names every damaged line, so that all are taken out at one go", async () => {
    const path = await written("several.jsonl", count);
    const lines = splitLines(readFileSync(path));
    writeFileSync(path, joinLines(lines.map((line, i) => (i % 2 === 1 ? line.subarray(3) : line))));
    try {
      Journal.open(path);
      expect.unreachable();
    } catch (error) {
      const {place, more} = error as UserError;
      expect([place, ...more.map((each) => each.place)].map(({line}) => line)).toEqual([2, 4, 6]);
    }
    writeFileSync(path, joinLines(lines.filter((_, i) => i % 2 === 0)));
    const journal = Journal.open(path);
    expect(journal.size).toBe(3);
    journal.close();
  });

  it.each([
    ["taken out", ""],
    ["turned into spaces", " "],
    ["turned into carriage returns", "\r"]
  ])("is refused, not cut to nothing, when its line feeds are %s", async (_, instead) => {
    for (const records of [1, 5]) {
      const path = await written(`one-line-${records}-${instead.codePointAt(0)}.jsonl`, records);
      const text = readFileSync(path, "utf8").replaceAll("\n", instead);
      writeFileSync(path, text);
      expect(problemOf(path)?.message).toMatch(/line feeds/);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  });

  it.each(["hello", "PK\u0003\u0004", "\0".repeat(4096), '{"some": "JSON"}'])(
    "is refused when it is no journal at all: %j",
    (text) => {
      const path = join(folder(), "other.jsonl");
      writeFileSync(path, text);
      expect(problemOf(path)).toMatchObject({line: 1});
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  );

  it("says so when the file becomes shorter while it is read", async () => {
    const path = await written("shorter.jsonl", 2000);
    const journal = Journal.open(path);
    truncateSync(path, 300_000);
    expect(() => journal.read(1999)).toThrow(/changed while it was read/);
    expect(journal.read(3)).toEqual(record(3));
  });
});

describe("a journal of an earlier version, without checksums", () => {
  const old = (i: number): string => JSON.stringify(record(i));

  it("is read and added to", async () => {
    const path = join(folder(), "old.jsonl");
    writeFileSync(path, `${old(0)}\n${old(1)}\n`);
    const journal = Journal.open(path);
    await journal.append(record(2));
    journal.close();
    const again = Journal.open(path);
    expect([0, 1, 2].map((i) => again.read(i))).toEqual([record(0), record(1), record(2)]);
    again.close();
  });

  it.each([
    ["cut", old(1).slice(0, -30)],
    ["merged", old(1).slice(0, 150) + old(2)],
    ["of another shape", old(1).replace('"attempts":1', '"attempts":"1"')],
    ["with a key that none has", old(1).replace('"role"', '"rolf"')],
    ["with a zero", old(1).replace("answer", "ans\0er")]
  ])("is refused where a line is %s", (_, line) => {
    const path = join(folder(), "old-damaged.jsonl");
    writeFileSync(path, `${old(0)}\n${line}\n${old(3)}\n`);
    expect(problemOf(path)).toMatchObject({line: 2});
  });

  it("is refused where a line is no UTF-8", () => {
    const path = join(folder(), "old-bytes.jsonl");
    const line = Buffer.from(old(0));
    line[line.indexOf("answer 0")] = 0xff;
    writeFileSync(path, Buffer.concat([line, Buffer.from("\n")]));
    expect(problemOf(path)).toMatchObject({line: 1});
  });
});

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end; (end = bytes.indexOf("\n", start)) >= 0; start = end + 1)
    lines.push(bytes.subarray(start, end));
  return lines;
}

const joinLines = (lines: readonly Buffer[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));

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
