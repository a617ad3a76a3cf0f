import {existsSync} from "node:fs";
import {resolve} from "node:path";
import {InvalidArgumentError} from "commander";
import {labRoles, openLab} from "../lab/lab.js";
import {badAnswers} from "../lab/server/bad-answers.js";
import {brokenCalls} from "../lab/server/broken-calls.js";
import {faultKinds, type FaultKind, type Faults} from "../lab/server/faults.js";
import {describeLab} from "../study/manifest/describe.js";
import {worldFile} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {between} from "./flags.js";
import {print, printJson} from "./output.js";

const failHelp = [
  "share of requests that fail, to make it faulty on purpose; or shares by kind, such as cut=0.1,empty=0.05.",
  `Calls without an answer: ${brokenCalls.join(", ")}. Unusable answers: ${badAnswers.join(", ")}`
].join(" ");

interface ServeFlags {
  world: string;
  port: number;
  latency: number;
  fail?: Pick<Faults, "failRate" | "rates">;
  steady?: boolean;
  capacity?: number;
  seed: number;
  json?: boolean;
}

export const labCommand = defineCommand("lab", (lab) =>
  lab
    .description("the miniature world that plays every model role")
    .command("serve")
    .description("the lab as an OpenAI- and Anthropic-compatible server on 127.0.0.1")
    .option("--world <file>", "a world file, or the name of one in data/worlds", "chunky")
    .option("--port <number>", "port", between(0, 65535), 8787)
    .option("--latency <ms>", "typical time of an answer, to make it slow on purpose", between(0, 600_000), 0)
    .option("--fail <shares>", failHelp, readFail)
    .option("--capacity <number>", "requests answered at a time; further ones get 429", between(1, 1e6))
    .option("--steady", "give equal requests equal answers, also those without a seed")
    .option("--seed <number>", "seed of latencies and failures", between(0, 2 ** 32 - 1), 1)
    .option("--json", "print the address as JSON")
    .action(async ({world, port, latency, fail, capacity, steady, seed, json}: ServeFlags) => {
      const {serveLab} = await import("../lab/server/server.js");
      const model = await openLab(findWorld(world));
      const {url} = await serveLab(model, {port, latencyInMs: latency, failRate: 0, ...fail, capacity, steady, seed});
      const roles = labRoles;
      if (json) return printJson({url, roles});
      print(`The lab answers at ${url}: POST /v1/chat/completions, /v1/messages, /v1/embeddings`);
      print(`Models: ${roles.join(", ")}; in a study file: ${url}/v1:target. Ctrl-C ends it.`);
      print(describeLab(model));
    })
);

function findWorld(nameOrPath: string): string {
  const path = [resolve(nameOrPath), worldFile(nameOrPath)].find((file) => /\.ya?ml$/i.test(file) && existsSync(file));
  if (path !== undefined) return path;
  throw new UserError("no such world: expected a .yaml file, or the name of one in data/worlds", {file: nameOrPath});
}

/** `0.3`, or shares by kind: `cut=0.1,empty=0.05`. */
function readFail(text: string): Pick<Faults, "failRate" | "rates"> {
  if (!text.includes("=")) return {failRate: between(0, 1)(text)};
  const rates: Partial<Record<FaultKind, number>> = {};
  for (const part of text.split(",")) {
    const [name = "", share = ""] = part.split("=").map((word) => word.trim());
    const kind = faultKinds.find((kind) => kind === name);
    if (kind === undefined)
      throw new InvalidArgumentError(`unknown fault ${name}; expected of ${faultKinds.join(", ")}.`);
    rates[kind] = between(0, 1)(share);
  }
  return {failRate: 0, rates};
}
