import {cpSync} from "node:fs";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {buildSite} from "../../loaders/site/build.js";
import {serveSite} from "../../loaders/site/serve.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {writeData} from "../../loaders/study/testing/data-folder.js";
import {readTable} from "../../loaders/store/tables.js";
import {launchBrowser, watchPage} from "../../src/testing/browser.js";
import {projectFolder} from "../../loaders/util/paths.js";
import {inOwnData} from "../harness/own-data.js";
import {measureFirstChart} from "../site/page.js";
import type {BenchResult} from "../harness/result.js";

const paper = 45 * 21 * 100;
const step = {top: 50, perturbations: 20, samples: 100}; // the lab rewords some prompts in fewer ways
const maxSeconds = 180;
const maxPageSeconds = 5;

/** A robustness step of the paper's size on the in-process lab, and its page. */
export const benchRobustness = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    for (const name of ["rubrics", "worlds"])
      cpSync(join(projectFolder, "data", name), join(folder, name), {recursive: true});
    cpSync(join(projectFolder, "data/studies/lab.yaml"), join(folder, "studies/lab.yaml")); // named by a page
    const tenth = await secondsOf("tenth", step.samples / 10);
    const whole = await secondsOf("large", step.samples);
    const {page, small, empty} = await secondsToUse(join(folder, "dist"));
    return {
      name: "Robustness of the paper's size",
      rows: [
        [
          "samples of the in-process lab",
          whole.samples.toLocaleString("en"),
          paper.toLocaleString("en"),
          whole.samples >= paper
        ],
        ["time for these", `${whole.seconds.toFixed(0)} s`, `${maxSeconds} s`, whole.seconds < maxSeconds],
        ["time of a tenth of the samples (baseline)", `${tenth.seconds.toFixed(0)} s`, "", true],
        [
          "the page on a cold cache: all charts, and a sample to read",
          `${page.toFixed(1)} s`,
          `${maxPageSeconds} s`,
          page < maxPageSeconds
        ],
        ["the same with a tenth of the samples (baseline)", `${small.toFixed(1)} s`, "", true],
        ["a page without data (baseline)", `${empty.toFixed(1)} s`, "", true]
      ]
    };
  });

/** Of the step alone: the search before it is done first. */
async function secondsOf(name: string, samples: number): Promise<{samples: number; seconds: number}> {
  const search = `models: lab\nrubrics: [code]\nsurf: {runs: 15, iterations: 6, candidates: 40, sampler: reference}\n`;
  await runStudy(readStudy(writeData(`studies/${name}.yaml`, search)), {publishEveryInMs: Infinity});
  const whole = `${search}robustness: ${JSON.stringify({...step, samples})}\n`;
  const study = readStudy(writeData(`studies/${name}.yaml`, whole));
  const start = performance.now();
  await runStudy(study);
  const seconds = (performance.now() - start) / 1000;
  return {samples: (await readTable(name, "samples"))!.length, seconds};
}

/** From navigation until all of a page is drawn and a sample can be read, in a browser that has started. */
async function secondsToUse(output: string): Promise<{page: number; small: number; empty: number}> {
  await buildSite({output});
  const site = await serveSite({folder: output, port: 0});
  const browser = await launchBrowser();
  try {
    const empty = await measureFirstChart(browser, `${site.url}methods`);
    const small = await secondsOfPage(browser, `${site.url}studies/tenth/robustness`);
    const page = await secondsOfPage(browser, `${site.url}studies/large/robustness`);
    return {page, small, empty};
  } finally {
    await browser.close();
    await site.close();
  }
}

async function secondsOfPage(browser: Browser, address: string): Promise<number> {
  const start = performance.now();
  const {page, problems} = await watchPage(browser, address);
  await page.locator("main svg").nth(1).waitFor({timeout: 60_000});
  await page.locator("section.samples article.candidate").waitFor({timeout: 60_000});
  const seconds = (performance.now() - start) / 1000;
  if (problems.length > 0) throw new Error(problems.join("; "));
  await page.context().close();
  return seconds;
}
