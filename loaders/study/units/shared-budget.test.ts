import {once} from "node:events";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Ledger} from "../../engine/ledger.js";
import {readUnitRecord} from "../../engine/unit-record.js";
import {openLab} from "../../lab/lab.js";
import {serveLab} from "../../lab/server/server.js";
import type {Study} from "../../step/study.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {doUnit} from "./do-unit.js";
import {limitsOf} from "./limits.js";
import {planStudy} from "./plan-study.js";

useTempData();

const perMillion = {input: 20, output: 200}; // US dollars
const capInUsd = 5;
const bill = {usd: 0};
const sentAt: number[] = []; // ms

let lab: {url: string; close: () => Promise<void>};
let proxy: Server;
let url: string;

/** Bills what the lab's server says that its answers took. */
beforeAll(async () => {
  lab = await serveLab(await openLab(shipped("worlds/chunky.yaml")), {
    ...{port: 0, latencyInMs: 3, failRate: 0, seed: 1, steady: true}
  });
  proxy = createServer((request, response) => {
    void (async () => {
      sentAt.push(performance.now());
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const headers = {"content-type": "application/json"};
      const answer = await fetch(lab.url + request.url, {method: "POST", headers, body: Buffer.concat(parts)});
      const text = await answer.text();
      const {usage} = JSON.parse(text) as {usage: {prompt_tokens: number; completion_tokens: number}};
      bill.usd += (usage.prompt_tokens * perMillion.input + usage.completion_tokens * perMillion.output) / 1e6;
      response.writeHead(answer.status, headers).end(text);
    })().catch(() => response.destroy()); // an idle connection that was just closed: it is asked again
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/v1`;
  writeData(
    "prices.yaml",
    `- {model: "${url}:*", input: ${perMillion.input}, output: ${perMillion.output}, date: 2026-01-01, source: "https://example.com/prices"}\n`
  );
});

afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await lab.close();
});

/** A study of that many rubrics, each a unit. */
function study(name: string, rubrics: number, more: string): Study {
  const text = readFileSync(shipped("rubrics/code.yaml"), "utf8");
  const names = Array.from({length: rubrics}, (_, i) => `code-${i}`);
  for (const rubric of names) writeData(`rubrics/${rubric}.yaml`, text.replace(/^name: .*$/m, `name: ${rubric}`));
  const pool = Array.from({length: 40}, (_, i) => JSON.stringify({prompt: `p${i}`, sae_attributes: [`Trait ${i}.`]}));
  writeData("pool.jsonl", `${pool.join("\n")}\n`);
  const role = (model: string) => `{model: "${url}:${model}", max_tokens: 200}`;
  return readStudy(
    writeData(
      `studies/${name}.yaml`,
      `models: {target: ${role("target")}, query: ${role("query")}, judge: ${role("judge")}}\n` +
        `attributes: ../pool.jsonl\nrubrics: [${names.join(", ")}]\n${more}\n`
    )
  );
}

const longInMs = 240_000; // a quiet machine takes a tenth of it

describe("a budget that units share", {timeout: longInMs}, () => {
  it("is never exceeded by 16 units at once, over any number of resumes", async () => {
    const whole = study("costly", 16, "surf: {runs: 1, iterations: 3, candidates: 12}\nconcurrency: 64");
    const plan = planStudy(whole, {budgetInUsd: capInUsd, atOnce: 16});
    const units = plan.units.filter(({steps}) => steps[0] === "surf");
    expect(units).toHaveLength(16);
    for (let resume = 0; resume < 3; resume++) {
      await Promise.allSettled(units.map((unit) => doUnit(whole, unit, plan)));
      expect(bill.usd).toBeLessThanOrEqual(capInUsd);
    }
    expect(bill.usd).toBeGreaterThan(capInUsd / 2);
    const records = units.map(({id}) => readUnitRecord("costly", id)!);
    expect(records.some(({state}) => state === "paused")).toBe(true);
    expect(records.find(({state}) => state === "paused")).toMatchObject({
      isOverBudget: true,
      error: "the budget of $5 has no room for its next call"
    });
    const spent = records.reduce((sum, {spend}) => sum + (spend?.cost ?? 0), 0);
    expect(new Ledger("costly", capInUsd, 17).granted()).toBeCloseTo(spent, 9); // the rest was returned
  });

  it("keeps what a unit that was killed was granted, until that unit is there again", async () => {
    const ledger = new Ledger("ledger", 10, 2);
    await ledger.begin("a", 0);
    expect(await ledger.grant("a", 6)).toBe(6); // and is killed
    expect(await ledger.grant("b", 5)).toBe(0);
    expect(await ledger.grant("b", 3)).toBe(3);
    expect(await ledger.begin("a", 1)).toBe(6);
    await ledger.settle("a", 2);
    expect(await ledger.grant("b", 4)).toBe(4);
    expect(ledger.granted()).toBeLessThanOrEqual(10);
  });
});

describe("the limits of one key", {timeout: longInMs}, () => {
  it("hold for all units that run at once", async () => {
    const whole = study("limited", 4, "surf: {runs: 1, iterations: 1, candidates: 5}\nconcurrency: 8");
    const rpm = 2400; // 40 a second
    const plan = planStudy(whole, {atOnce: 2, limits: {http: {rpm}}}); // and all four are started
    expect(limitsOf(whole.targets[0]!.model, whole, plan.options)).toEqual({max: 4, requestsPerMinute: rpm / 2});
    sentAt.length = 0;
    await Promise.all(plan.units.slice(0, 4).map((unit) => doUnit(whole, unit, plan)));
    expect(sentAt.length).toBeGreaterThan(40);
    const seconds = (sentAt.at(-1)! - sentAt[0]!) / 1000;
    expect(sentAt.length - 4).toBeLessThanOrEqual((rpm / 60) * seconds + 4);
  });
});
