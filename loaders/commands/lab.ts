import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import {InvalidArgumentError, type Command} from "commander";
import {openLab} from "../lab/lab.js";
import {describeLab} from "../study/describe.js";
import {worldsFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {print, printJson} from "./output.js";

interface ServeFlags {
  world: string;
  port: number;
  latency: number;
  fail: number;
  capacity?: number;
  seed: number;
  json?: boolean;
}

export function addLabCommand(program: Command): void {
  const lab = program.command("lab").description("the miniature world that plays every model role");
  lab
    .command("serve")
    .description("the lab as an OpenAI- and Anthropic-compatible server on 127.0.0.1")
    .option("--world <file>", "a world file, or the name of one in data/worlds", "chunky")
    .option("--port <number>", "port", numberFrom(0, 65535), 8787)
    .option("--latency <ms>", "typical time of an answer, to make it slow on purpose", numberFrom(0, 600_000), 0)
    .option("--fail <share>", "share of requests that fail, to make it faulty on purpose", numberFrom(0, 1), 0)
    .option("--capacity <number>", "requests answered at a time; further ones get 429", numberFrom(1, 1e6))
    .option("--seed <number>", "seed of latencies and failures", numberFrom(0, 2 ** 32 - 1), 1)
    .option("--json", "print the address as JSON")
    .action(async ({world, port, latency, fail, capacity, seed, json}: ServeFlags) => {
      const {serveLab} = await import("../lab/server/server.js");
      const model = await openLab(findWorld(world));
      const {url} = await serveLab(model, {port, latencyInMs: latency, failRate: fail, capacity, seed});
      const roles = ["target", "query", "judge"];
      if (json) return printJson({url, roles});
      print(`The lab answers at ${url}: POST /v1/chat/completions, /v1/messages, /v1/embeddings`);
      print(`Models: ${roles.join(", ")}; in a study file: ${url}/v1:target. Ctrl-C ends it.`);
      print(describeLab(model));
    });
}

function findWorld(nameOrPath: string): string {
  const path = [resolve(nameOrPath), join(worldsFolder(), `${nameOrPath}.yaml`)].find(
    (file) => /\.ya?ml$/i.test(file) && existsSync(file)
  );
  if (path !== undefined) return path;
  throw new UserError("no such world: expected a .yaml file, or the name of one in data/worlds", {file: nameOrPath});
}

function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= least && value <= most))
      throw new InvalidArgumentError(`expected a number from ${least} to ${most}.`);
    return value;
  };
}
