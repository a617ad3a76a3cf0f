import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {fetchHubFiles, type HubFilesOptions} from "./hub-files.js";
import {parseHubLocation} from "./hub-location.js";
import {readPairs, type Pair, type PairProgress} from "../pairs/read-pairs.js";
import {serveHub, type HubServer} from "./testing/hub-server.js";

const {folder} = useTempData();
const rows = (count: number, from = 0): string =>
  Array.from({length: count}, (_, i) => `${JSON.stringify({prompt: `q${from + i}`, response: `r${from + i}`})}\n`).join(
    ""
  );

let hub: HubServer;
afterEach(() => hub.close());

const cache = (): string => mkdtempSync(join(folder(), "hub-"));
const fetchFiles = (options: HubFilesOptions = {}, location = "hf:owner/data") =>
  fetchHubFiles(location, {endpoint: hub.url, cache: cache(), retryInMs: 1, ...options});
const names = async (options?: HubFilesOptions, location?: string) =>
  (await fetchFiles(options, location)).files.map(({name}) => name);

async function problem(options: HubFilesOptions = {}, location?: string): Promise<string> {
  try {
    await fetchFiles(options, location);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error).replaceAll(/127\.0\.0\.1:\d+/g, "the hub");
  }
}

describe("which files of a data set are read", () => {
  it("those for training, of the kind with most bytes, in all pages of the list", async () => {
    hub = await serveHub({
      "README.md": "read me",
      "data/train-00000-of-00002.jsonl": rows(9),
      "data/train-00001-of-00002.jsonl": rows(9, 9),
      "data/test-00000-of-00001.jsonl": rows(2),
      "data/train-00000-of-00001.parquet": "small",
      "data/empty-train.jsonl": ""
    });
    expect(await names()).toEqual(["data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl"]);
    expect(await names({files: ["**/test-*"]})).toEqual(["data/test-00000-of-00001.jsonl"]);
    expect(await names({}, "hf:owner/data/data/*.parquet")).toEqual(["data/train-00000-of-00001.parquet"]);
    expect(await problem({files: ["none*"]})).toContain(
      "no data file matches none*: its files are README.md, data/train"
    );
  });

  it("none outside of the folder they are put in", async () => {
    hub = await serveHub({
      "../../evil.jsonl": rows(1),
      "/evil.jsonl": rows(1),
      "a/../evil.jsonl": rows(1),
      "good.jsonl": rows(1)
    });
    expect(await names()).toEqual(["good.jsonl"]);
  });

  it("a data set without any is an error", async () => {
    hub = await serveHub({"README.md": "read me", "data.csv": "a,b"});
    expect(await problem()).toContain("hf:owner/data: has no file that is read (.jsonl, .jsonl.gz");
  });
});

describe("a download", () => {
  const text = rows(5000);
  const pieceSize = 100_000; // two pieces

  it("is made once a commit, and read again without the hub when it can't be reached", async () => {
    hub = await serveHub({"a.jsonl": rows(3), "b.parquet": "P".repeat(10)});
    const place = cache();
    const options = {cache: place, files: ["*"]};
    const {files, commit} = await fetchFiles(options);
    expect(commit).toBe("a".repeat(40));
    expect(files.map(({path}) => readFileSync(path, "utf8"))).toEqual([rows(3), "P".repeat(10)]);
    const before = hub.requests.length;
    await fetchFiles(options);
    expect(hub.requests.slice(before).map(({path}) => path)).toEqual(["/api/datasets/owner/data/revision/main"]);
    hub.commit = "b".repeat(40);
    hub.files.set("a.jsonl", Buffer.from(rows(4)));
    const moved = await fetchFiles(options);
    expect(readFileSync(moved.files[0]!.path, "utf8")).toBe(rows(4));
    expect(readFileSync(files[0]!.path, "utf8")).toBe(rows(3));
    hub.close();
    expect((await fetchFiles(options)).commit).toBe("b".repeat(40));
  });

  it("goes on where it ended, in pieces, and shows how far it is", async () => {
    hub = await serveHub({"a.jsonl": text, "b.jsonl": rows(2)});
    const place = cache();
    const part = join(place, "owner--data", "a".repeat(40), "a.jsonl.part");
    mkdirSync(join(part, ".."), {recursive: true});
    writeFileSync(part, text.slice(0, 50_000));
    const seen: number[] = [];
    const {files} = await fetchFiles({cache: place, pieceSize, onBytes: (bytes, total) => seen.push(bytes / total)});
    expect(readFileSync(files[0]!.path, "utf8") === text).toBe(true);
    const ranges = hub.requests.filter(({path}) => path.endsWith("/a.jsonl")).map(({range}) => range);
    expect(ranges).toEqual(["bytes=0-0", "bytes=50000-149999", `bytes=150000-${text.length - 1}`]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(existsSync(part)).toBe(false);
  });

  it("survives a hub that is busy and connections that end early", async () => {
    hub = await serveHub(
      {"a.parquet": Buffer.from(text)},
      {fate: ({path, count}) => (count === 1 ? "busy" : path.startsWith("/storage") && count < 4 ? "cut" : "ok")}
    );
    const {files} = await fetchFiles({pieceSize});
    expect(readFileSync(files[0]!.path, "utf8") === text).toBe(true);
  });

  it("that arrives damaged is not kept, whatever its size: large files and small ones", async () => {
    for (const name of ["a.parquet", "a.jsonl"]) {
      hub = await serveHub({[name]: rows(9)}, {fate: () => "rotten"});
      const place = cache();
      expect(await problem({cache: place})).toBe(`hf:owner/data: ${name} is damaged: start again to download it again`);
      expect(readdirSync(join(place, "owner--data", "a".repeat(40)))).toEqual([]);
      hub.close();
    }
  });

  it("from a server that sends whole files where parts are asked for is refused before it is held", async () => {
    hub = await serveHub({"a.jsonl": text}, {fate: () => "whole"});
    expect(await problem({pieceSize})).toContain("does not send parts of files: expected status 206, got 200");
  });

  it("ends when it is told to, and what came is kept", async () => {
    hub = await serveHub({"a.jsonl": text});
    const stop = new AbortController();
    const place = cache();
    const onBytes = () => stop.abort(new Error("stopped"));
    await expect(fetchFiles({cache: place, signal: stop.signal, pieceSize, onBytes})).rejects.toThrow("stopped");
    expect(readdirSync(join(place, "owner--data", "a".repeat(40)))).toEqual(["a.jsonl.part"]);
  });
});

describe("access", () => {
  it("sends the token to the hub and to nobody else, and never shows it", async () => {
    hub = await serveHub({"a.parquet": rows(1)}, {token: "hf_secret"});
    expect(await names({token: "hf_secret"})).toEqual(["a.parquet"]);
    const elsewhere = hub.requests.filter(({path}) => path.startsWith("/storage/"));
    expect(elsewhere.map(({authorization}) => authorization)).toEqual([null]);
    const message = await problem({token: "hf_wrong"});
    expect(message).toBe(
      "hf:owner/data: the hub denies access: check the name; " +
        "if it is private or has terms, accept them and set HF_TOKEN"
    );
    expect(await problem({token: "secret"})).toBe("the key in HF_TOKEN is not an access token of the hub");
  });

  it("says which data set is not there, and that the hub can't be reached", async () => {
    hub = await serveHub({});
    expect(await problem({}, "hf:owner/other")).toBe("hf:owner/other: the hub has no such data set, revision or file");
    expect(await problem({revision: "v9"})).toContain("no such data set, revision or file");
    hub.close();
    expect(await problem()).toMatch(
      /^hf:owner\/data: can't be read from the hub: .*ECONNREFUSED.*: check the connection/
    );
  });
});

describe("hf: locations", () => {
  it.each([
    ["hf:owner/name", {name: "owner/name", revision: "main", files: []}],
    ["hf:old", {name: "old", revision: "main", files: []}],
    ["hf:owner/name@v1.0", {name: "owner/name", revision: "v1.0", files: []}],
    [
      "hf:o/n@refs%2Fconvert%2Fparquet/a/b.parquet",
      {name: "o/n", revision: "refs/convert/parquet", files: ["a/b.parquet"]}
    ]
  ])("%s", async (location, expected) => {
    hub = await serveHub({});
    expect(parseHubLocation(location)).toEqual(expected);
  });

  it.each(["hf:", "hf:/a", "hf:../..", "hf:a b/c", "hf:a/b@"])("%s is none", async (location) => {
    hub = await serveHub({});
    expect(await problem({}, location)).toContain("expected hf:owner/name");
  });
});

describe("readPairs of a hub data set", () => {
  it("reads the pairs, names their files as the hub does, and records the commit", async () => {
    hub = await serveHub({"math/train.jsonl": rows(30), "code/train.jsonl": rows(20)});
    const pairs: Pair[] = [];
    const stages = new Set<PairProgress["stage"]>();
    const options = {
      endpoint: hub.url,
      cache: cache(),
      sample: 10,
      onProgress: ({stage}: PairProgress) => void stages.add(stage)
    };
    const report = await readPairs("hf:owner/data", options, (pair) => void pairs.push(pair));
    expect(pairs).toHaveLength(10);
    expect(report).toMatchObject({location: "hf:owner/data", rows: 50, revision: "a".repeat(40)});
    expect(report.files.map(({file}) => file)).toEqual(["math/train.jsonl", "code/train.jsonl"]);
    expect(report.sources.map(({source}) => source)).toEqual(["math", "code"]);
    expect([...stages]).toEqual(["download", "choose", "read"]);
  });
});
