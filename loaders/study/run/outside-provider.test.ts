import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {openLab} from "../../lab/lab.js";
import type {Connection} from "../../model/connection.js";
import type {Model} from "../../model/model.js";
import type {ProviderDefinition} from "../../model/providers/definition.js";
import {registerProvider} from "../../model/providers/registry.js";
import {readTable} from "../../store/tables.js";
import {formatUserError, isUserError, UserError} from "../../util/user-error.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {estimateStudy} from "../estimate/estimate.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {isFree} from "../manifest/provenance.js";
import {runStudy} from "./run-study.js";

useTempData();

const world = shipped("worlds/chunky.yaml");
const asked: string[] = []; // queries

/** A provider as somebody else may write it: its one model answers as the lab's target does. */
const parrot: ProviderDefinition = {
  name: "parrot",
  baseUrl: "http://127.0.0.1:9",
  keyVariable: "PARROT_KEY",
  batches: false,
  docs: {names: "`parrot:grey`", api: "none", thinking: "not at all"},
  checkModel(model) {
    if (model !== "grey") throw new UserError(`unknown parrot: ${model}; expected grey`);
  },
  createModel: ({name, provider, lane, identity, key}: Connection): Model => ({
    name,
    provider,
    lane,
    identity,
    free: false,
    local: false,
    async ask(request) {
      expect(key).toBe("seeds");
      asked.push(request.messages.at(-1)!.content);
      return {...(await (await openLab(world)).model("target").ask(request)), model: "grey-1"};
    }
  }),
  createEmbedder: null
};

const study = (target: string) =>
  readStudy(
    writeData(
      "studies/birds.yaml",
      `models:
  target: ${target}
  query: lab:query
  judge: lab:judge
attributes: lab
rubrics: [${shipped("rubrics/code.yaml")}]
world: ${world}
surf: {runs: 1, iterations: 2, candidates: 8}
`
    )
  );

const source = "https://parrot.example/prices";
const price = `- {model: "parrot:*", input: 10, output: 20, date: 2026-01-01, source: "${source}"}\n`;

function problem(target: string): string {
  try {
    study(target);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error);
  }
}

describe("a study whose target is a provider's from outside", () => {
  let remove: () => void;
  beforeAll(() => void (remove = registerProvider(parrot)));
  afterAll(() => remove());
  beforeEach(() => {
    process.env.PARROT_KEY = "seeds";
    asked.length = 0;
  });
  afterAll(() => void delete process.env.PARROT_KEY);

  it("names line and key of a model that the provider does not have", () => {
    expect(problem("parrot:green")).toMatch(/birds\.yaml:2: models\.target: unknown parrot: green; expected grey/);
    expect(problem("parot:grey")).toMatch(/unknown provider: parot; expected one of .*parrot/);
    expect(problem("parrot:grey")).toBe("");
  });

  it("is refused without its key", async () => {
    delete process.env.PARROT_KEY;
    await expect(runStudy(study("parrot:grey"))).rejects.toThrow("PARROT_KEY is not set");
  });

  it("is never free, and its price is unknown until the list of prices has it", async () => {
    const unpriced = await estimateStudy(study("parrot:grey"));
    expect(unpriced.unpriced).toEqual(["parrot:grey"]);
    writeData("prices.yaml", price);
    const {roles, cost, unpriced: none} = await estimateStudy(study("parrot:grey"));
    const target = roles.find(({role}) => role === "target")!;
    const [, input] = target.inputTokens;
    const [, output] = target.outputTokens;
    expect(none).toEqual([]);
    expect(target.cost![1]).toBeCloseTo((input * 10 + output * 20) / 1e6, 10);
    expect(cost[1]).toBeCloseTo(target.cost![1], 10);
    expect(isFree(study("parrot:grey"))).toBe(false);
  });

  it("runs, keeps what it cost, and asks nothing again when it is run once more", async () => {
    writeData("prices.yaml", price);
    const first = await runStudy(study("parrot:grey"));
    expect(first).toMatchObject({state: "finished", counts: {candidates: 16}, models: {target: ["parrot:grey"]}});
    expect(first.spend.cost).toBeGreaterThan(0);
    const rows = (await readTable("birds", "candidates"))!;
    const calls = asked.length;
    expect(calls).toBe(rows.filter(({reason}) => !reason?.startsWith("query")).length);
    expect(new Set((await readTable("birds", "calls"))!.map(({answered}) => answered))).toContain("grey-1");
    const again = await runStudy(study("parrot:grey"));
    expect(asked).toHaveLength(calls);
    expect(again.spend).toEqual(first.spend);
    expect(await readTable("birds", "candidates")).toEqual(rows);
  });
});
