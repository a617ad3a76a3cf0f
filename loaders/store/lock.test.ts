import {spawn, type ChildProcess} from "node:child_process";
import {existsSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {checkHeld, lockFolder, tryLockFolder} from "./lock.js";

const {folder} = useTempData();
const stale = 600;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const tsx = new URL("../../node_modules/tsx/dist/esm/index.mjs", import.meta.url).href;
const at = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

/** A process that holds a folder and appends a record to its journal whenever it is told to. */
async function startOwner(place: string): Promise<{child: ChildProcess; append: () => Promise<string>}> {
  const script = join(folder(), "owner.mts");
  writeFileSync(
    script,
    `import {createInterface} from "node:readline";
    import {Journal} from ${at("./journal.ts")};
    import {tryLockFolder} from ${at("./lock.ts")};
    const release = tryLockFolder(${JSON.stringify(place)}, "study x", {stale: ${stale}});
    const journal = Journal.open(${JSON.stringify(join(place, "journal.jsonl"))});
    console.log(release === null ? "refused" : "held");
    let number = 0;
    for await (const line of createInterface({input: process.stdin})) {
      const record = {v: 1, id: (number++).toString(16).padStart(32, "0"), text: "x"};
      console.log(await journal.append(record).then(() => "written", (error) => error.message));
    }
    release?.();`
  );
  const child = spawn(process.execPath, ["--import", tsx, script], {stdio: ["pipe", "pipe", "inherit"]});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value as string;
  expect(await next()).toBe("held");
  const append = async (): Promise<string> => {
    child.stdin.write("\n");
    return next();
  };
  return {child, append};
}

describe("a lock on a folder", () => {
  it("is one process's alone, and names it", async () => {
    const place = join(folder(), "one");
    const release = await lockFolder(place, "study one");
    await expect(lockFolder(place, "study one")).rejects.toThrow(
      new RegExp(`study one is being run by process ${process.pid} since .*: wait for it, or stop it first`)
    );
    await release();
    expect(existsSync(`${place}.lock`)).toBe(false);
    await (
      await lockFolder(place, "study one")
    )();
  });

  it("of a killed process is taken at once", async () => {
    const place = join(folder(), "killed");
    const {child} = await startOwner(place);
    expect(tryLockFolder(place, "study x")).toBeNull();
    child.kill("SIGKILL");
    await once(child, "exit");
    const release = tryLockFolder(place, "study x");
    expect(release).not.toBeNull();
    release!();
  });

  it("of a process whose number another one has now is taken", async () => {
    const place = join(folder(), "reused");
    const release = await lockFolder(place, "study x");
    const file = join(`${place}.lock`, "owner.json");
    const owner = JSON.parse(readFileSync(file, "utf8")) as {started: string | null};
    if (owner.started === null) return release(); // this system does not tell when a process started
    writeFileSync(file, JSON.stringify({...owner, started: "long ago"}));
    const again = tryLockFolder(place, "study x");
    expect(again).not.toBeNull();
    again!();
  });

  it("stays with a suspended process, however long, which then goes on", async () => {
    const place = join(folder(), "suspended");
    const {child, append} = await startOwner(place);
    expect(await append()).toBe("written");
    child.kill("SIGSTOP");
    await pause(2 * stale);
    await expect(lockFolder(place, "study x", {stale})).rejects.toThrow(/it is suspended: continue it \(fg\)/);
    child.kill("SIGCONT");
    expect(await append()).toBe("written");
    child.stdin!.end();
    await once(child, "exit");
    expect(existsSync(`${place}.lock`)).toBe(false);
  });

  it("that another machine took over while its process was suspended stops it before it writes", async () => {
    const place = join(folder(), "lost");
    const {child, append} = await startOwner(place);
    expect(await append()).toBe("written");
    child.kill("SIGSTOP");
    const lock = `${place}.lock`;
    renameSync(lock, `${lock}.gone`); // as another machine does, which can't see that the process lives
    mkdirSync(lock);
    writeFileSync(join(lock, "owner.json"), JSON.stringify({host: "other", pid: 7, token: "t", since: "now"}));
    await pause(stale);
    child.kill("SIGCONT");
    const size = readFileSync(join(place, "journal.jsonl")).length;
    expect(await append()).toMatch(/study x is no longer held by this process: process 7 on other took it over/);
    expect(await append()).toMatch(/no longer held/);
    child.stdin!.end();
    await once(child, "exit");
    expect(readFileSync(join(place, "journal.jsonl"))).toHaveLength(size);
    expect(existsSync(join(lock, "owner.json"))).toBe(true); // it is the other's
  });

  it("of another machine is taken after a time without a sign of life", async () => {
    const place = join(folder(), "elsewhere");
    const file = join(`${place}.lock`, "owner.json");
    mkdirSync(`${place}.lock`, {recursive: true});
    writeFileSync(file, JSON.stringify({host: "other", pid: 1, token: "t", since: "now"}));
    await expect(lockFolder(place, "study x", {stale: 60_000})).rejects.toThrow(/on other since now \(its last sign/);
    const before = new Date(Date.now() - 61_000);
    utimesSync(file, before, before);
    await (
      await lockFolder(place, "study x", {stale: 60_000})
    )();
  });

  it("without an owner, which an earlier version left, is taken", async () => {
    const place = join(folder(), "earlier");
    mkdirSync(`${place}.lock`, {recursive: true});
    await (
      await lockFolder(place, "study x")
    )();
  });

  it("is given to one of many that want it at the same time", async () => {
    const place = join(folder(), "crowd");
    const script = join(folder(), "crowd.mts");
    writeFileSync(
      script,
      `import {tryLockFolder} from ${at("./lock.ts")};
      await new Promise((resolve) => setTimeout(resolve, ${Date.now() + 2500} - Date.now()));
      console.log(tryLockFolder(${JSON.stringify(place)}, "study x") === null ? "no" : "yes");
      await new Promise((resolve) => setTimeout(resolve, 1500));`
    );
    mkdirSync(`${place}.lock`, {recursive: true});
    const dead = {host: "nowhere", pid: 1, token: "dead", since: "then"};
    writeFileSync(join(`${place}.lock`, "owner.json"), JSON.stringify(dead));
    utimesSync(join(`${place}.lock`, "owner.json"), 0, 0);
    const said = await Promise.all(
      Array.from({length: 5}, async () => {
        const child = spawn(process.execPath, ["--import", tsx, script], {stdio: ["ignore", "pipe", "inherit"]});
        const chunks: Buffer[] = [];
        for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
        return Buffer.concat(chunks).toString().trim();
      })
    );
    expect(said.filter((answer) => answer === "yes")).toHaveLength(1);
  });
});

describe("checkHeld(folder)", () => {
  it("lets a process write where it holds nothing and lost nothing", () => {
    expect(() => checkHeld(join(folder(), "free"))).not.toThrow();
  });
});
