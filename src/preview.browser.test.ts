import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {readStudy} from "../loaders/study/file/read-study.js";
import {runStudy} from "../loaders/study/run/run-study.js";
import {shipped, writeData} from "../loaders/study/testing/data-folder.js";
import {projectFolder} from "../loaders/util/paths.js";
import {readMarkLines} from "./shared/marks.js";
import {launchBrowser, watchPage} from "./testing/browser.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-preview-"));
const port = 20_000 + (process.pid % 20_000);
let browser: Browser;
let preview: ChildProcess;
let said = "";

/** The lab study with N iterations: changed settings make the same file a study that moves on. */
const study = (iterations: number) =>
  readStudy(
    writeData(
      "studies/lab.yaml",
      `models: lab\nworld: ${shipped("worlds/chunky.yaml")}\nrubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 1, iterations: ${iterations}, candidates: 20, control: 0.2}\n`
    )
  );

const command = join(projectFolder, "loaders/surfturf.js");

/** A study that takes longer than the test that looks at it. */
const busyStudy = `models: lab\nworld: ${shipped("worlds/chunky.yaml")}\nrubrics: [${shipped("rubrics/code.yaml")}]
surf: {runs: 8, iterations: 1000, candidates: 60, control: 0.2}\n`;

beforeAll(async () => {
  process.env.SURFTURF_DATA = folder;
  writeData("rubrics/other.yaml", readFileSync(shipped("rubrics/refusal.yaml"), "utf8"));
  await runStudy(study(2));
  browser = await launchBrowser();
  const args = [command, "dev", "--port", String(port)];
  preview = spawn(process.execPath, args, {env: process.env, stdio: ["ignore", "pipe", "pipe"]});
  for (const stream of [preview.stdout!, preview.stderr!])
    stream.on("data", (text: Buffer) => (said += text.toString()));
  await vi.waitUntil(() => said.includes(String(port)), {timeout: 60_000});
});
afterAll(async () => {
  await browser.close();
  if (preview.exitCode === null) {
    preview.kill("SIGINT");
    await once(preview, "close");
  }
  delete process.env.SURFTURF_DATA;
  rmSync(folder, {recursive: true, force: true});
});

describe("npm run dev", () => {
  it("shows a study that moves on, without a restart and without a reload by hand", async () => {
    const {page, problems} = await watchPage(browser, `http://127.0.0.1:${port}/studies/lab/`);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("body > a.skip-link").getAttribute("href")).toBe("#observablehq-main");
    const candidates = page.locator(".facts div", {hasText: "candidates"}).first().locator("strong");
    await expect.poll(() => candidates.innerText(), {timeout: 60_000}).toBe("40");
    await runStudy(study(3));
    await expect.poll(() => candidates.innerText(), {timeout: 60_000}).toBe("60");
    const rate = page.locator("tr", {hasText: "lab:target"}).first();
    await expect.poll(() => rate.innerText(), {timeout: 60_000}).toMatch(/n\s=\s48/);
    expect(problems.filter((problem) => !/websocket|livereload/i.test(problem))).toEqual([]);
    await page.context().close();
  }, 200_000);

  it("opens pages of a study that writes its tables all the time, once, and without a loader's process", async () => {
    const begun = said.length;
    writeData("studies/busy.yaml", busyStudy);
    const home = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
    const listed = async (): Promise<string[]> =>
      [...(await home()).matchAll(/href="\.\/studies\/busy\/(\w*)"/g)].map(([, path]) => path!);
    await expect.poll(async () => [...new Set(await listed())], {timeout: 60_000}).toEqual(["", "made"]);
    const run = spawn(process.execPath, [command, "run", "busy"], {env: process.env, stdio: "ignore"});
    const tables = join(folder, "runs", "busy", "tables", "candidates.parquet");
    await expect.poll(() => existsSync(tables), {timeout: 60_000}).toBe(true);
    await expect.poll(listed, {timeout: 60_000}).toContain("candidates"); // the sidebar follows
    try {
      for (const path of ["", "studies/busy/", "studies/busy/findings", "studies/busy/candidates"]) {
        const {page, problems} = await watchPage(browser, `http://127.0.0.1:${port}/${path}`);
        let loads = 1;
        page.on("load", () => loads++);
        await page.locator("main h1").first().waitFor({timeout: 60_000});
        await page.locator("observablehq-loading, .loading").first().waitFor({state: "detached", timeout: 60_000});
        await page.waitForTimeout(2500); // the page has been compared with the server's
        expect(
          problems.filter((problem) => !/websocket|livereload/i.test(problem)),
          path
        ).toEqual([]);
        expect(loads, path).toBe(1);
        await page.context().close();
      }
      expect(run.exitCode, "it ran all the time").toBe(null);
    } finally {
      run.kill("SIGINT");
      await once(run, "close");
    }
    const loads = said.slice(begun).match(/load.*data\/.*\[\w+\]/g) ?? [];
    expect(loads.filter((line) => /busy\/study\.json/.test(line)).length).toBeGreaterThan(0);
    expect(loads.filter((line) => !line.includes("[fresh]"))).toEqual([]);
  }, 300_000);

  it("writes marks to the study's file, and shows what others wrote there", async () => {
    const path = join(folder, "marks", "lab.jsonl");
    const {page, problems} = await watchPage(browser, `http://127.0.0.1:${port}/studies/lab/review`);
    const progress = page.locator(".review-progress");
    await expect.poll(() => progress.innerText(), {timeout: 150_000}).toMatch(/You have marked 0\./);
    await page.keyboard.press("1");
    await page.keyboard.press("3");
    await expect.poll(() => progress.innerText()).toMatch(/You have marked 2\./);
    await expect
      .poll(() => (existsSync(path) ? readMarkLines(readFileSync(path, "utf8")).marks : []))
      .toMatchObject([
        {kind: "candidate", label: "true", by: "anonymous", rubric: "code"},
        {kind: "candidate", label: "unsure"}
      ]);
    expect(problems.filter((problem) => !/websocket|livereload/i.test(problem))).toEqual([]);
    appendFileSync(path, '{"finding": "code-1", "label": "false", "by": "Ben"}\n');
    await page.reload(); // ends what was being read ahead
    await expect.poll(() => page.locator(".marks-bar").innerText(), {timeout: 60_000}).toContain("3 marks, written to");
    await page.context().close();
  }, 300_000);

  it("tries a rubric on 30 answers when it is saved, and shows what changed", async () => {
    const {page, problems} = await watchPage(browser, `http://127.0.0.1:${port}/studies/lab/rescored`);
    await page.getByText("No answer was scored again yet").waitFor({timeout: 120_000});
    const text = readFileSync(shipped("rubrics/code.yaml"), "utf8");
    const main = page.locator("main");
    const save = async (): Promise<string> => {
      writeData("rubrics/edited.yaml", text.replace("threshold: 70", "threshold: 20"));
      await page.waitForTimeout(5000);
      return main.innerText();
    };
    // The first time may come before the page's socket is open: a busy machine opens it late.
    await expect.poll(save, {timeout: 120_000}).toContain("a flag above 20");
    expect(said).toContain("lab: 30 answers scored again by code: finished");
    await expect.poll(() => main.innerText(), {timeout: 60_000}).toMatch(/told from 30 drawn at random/);
    expect(problems.filter((problem) => !/websocket|livereload/i.test(problem))).toEqual([]);
    await page.context().close();
    writeData("rubrics/edited.yaml", "name: code\nprinciple: [\n");
    await expect.poll(() => said, {timeout: 30_000}).toMatch(/the saved rubric is not tried: .*edited\.yaml/);
  }, 300_000);

  it("ends on Ctrl-C", async () => {
    preview.kill("SIGINT");
    expect(await once(preview, "close")).toEqual([0, null]);
    expect(said).not.toMatch(/\n\s+at /);
  });
});
