import {shortModel} from "../../src/shared/modelNames.js";
import {connectionOf, type ModelSpec} from "../model/create.js";
import {isModelError} from "../model/model-error.js";
import {listModels, type ListedModel} from "../model/survey/list-models.js";
import {readServerAddress} from "../model/survey/server-address.js";
import {callsPerModel, surveyModel} from "../model/survey/survey-model.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {describeServer, type SurveyedModel, type SurveyedServer} from "./describe-server.js";
import {between, wholeFrom} from "./flags.js";
import {showReach} from "./live-line.js";
import {exitCodes, print, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";

interface ModelsFlags {
  model?: string[];
  list?: boolean;
  most: number;
  seconds: number;
  key?: string;
  json?: boolean;
}

const listInMs = 20_000; // that a server may take to list its models

export const modelsCommand = defineCommand("models", (command) =>
  command
    .description("list the models behind an address, and find out by asking what each takes and how fast it is")
    .argument("<address>", "such as 127.0.0.1:11434, http://127.0.0.1:8080/v1, or http://127.0.0.1:8080/v1:model")
    .option("--model <names...>", "ask only these models; they may be ones that the server does not list")
    .option("--list", "only list what the server has: no model is asked")
    .option("--most <number>", "ask no more than the first models; a server may have to load each", wholeFrom(1), 4)
    .option("--seconds <number>", "that the calls of one model may take together", between(1, 3600), 120)
    .option("--key <variable>", "environment variable of the server's key, in the environment or in .env")
    .option("--json", "print what was found as JSON")
    .addHelpText(
      "after",
      `\nA model is asked at most ${callsPerModel} short questions, with 64 tokens or fewer each.\nSee docs/local-models.md.`
    )
    .action(async (address: string, flags: ModelsFlags) => {
      const found = await untilStopped("Stopped.", (signal) => surveyServer(address, flags, signal));
      if (found === null) return;
      if (flags.json) printJson(found);
      else print(describeServer(found));
      const asked = found.models.filter((each) => each.asked);
      if (asked.length > 0 && asked.every(({error}) => error !== null)) process.exitCode = exitCodes.failed;
    })
);

async function surveyServer(written: string, flags: ModelsFlags, signal: AbortSignal): Promise<SurveyedServer> {
  const {address, model} = readServerAddress(written);
  const specOf = (id: string): ModelSpec => ({name: `${address}:${id}`, baseUrl: null, key: flags.key ?? null});
  const wanted = [...new Set(flags.model ?? (model === null ? [] : [model]))];
  const {server, models: listed} = await modelsOf(specOf("x"), wanted, signal);
  const all = [...listed, ...wanted.filter((id) => !listed.some((each) => each.id === id)).map(unlisted)];
  const shown = wanted.length === 0 ? all : all.filter(({id}) => wanted.includes(id));
  const toAsk = new Set(
    flags.list ? [] : shown.slice(0, wanted.length === 0 ? flags.most : shown.length).map(({id}) => id)
  );
  const models: SurveyedModel[] = [];
  for (const each of shown) {
    const spec = specOf(each.id);
    const survey = toAsk.has(each.id)
      ? await watched(spec, `${models.length + 1} of ${toAsk.size}`, flags, signal)
      : null;
    models.push({...each, spec: spec.name, asked: survey !== null, ...(survey ?? notAsked)});
  }
  return {address, server, models};
}

const unlisted = (id: string): ListedModel => ({id, context: null});
const notAsked = {error: null, calls: 0, speed: null, abilities: null, changes: []};

/** The models of a server. Where some were asked for by name, they are asked even if it has no list. */
async function modelsOf(spec: ModelSpec, wanted: readonly string[], signal: AbortSignal) {
  try {
    return await listModels(connectionOf(spec), {signal, timeoutInMs: listInMs});
  } catch (error) {
    if (!isModelError(error)) throw error;
    if (error.status === 401 || error.status === 403) throw new UserError(`${error.message}: ${keyCure(spec)}`);
    if (wanted.length > 0 && error.status !== null) return {server: null, models: []};
    throw error;
  }
}

const keyCure = ({key}: ModelSpec): string =>
  key === null ? "put the key into the environment or .env and name its variable: --key NAME" : `check ${key}`;

/** Surveys a model, and says how far it is. */
async function watched(
  spec: ModelSpec,
  place: string,
  {seconds, json: plain = false}: ModelsFlags,
  signal: AbortSignal
) {
  let calls = 0;
  const what = `asking ${shortModel(spec.name)} (${place})`;
  const stop = showReach(() => ({what, done: calls, total: callsPerModel, unit: "calls"}), {plain});
  try {
    return await surveyModel(spec, {limitInMs: seconds * 1000, signal, onCall: (call) => void (calls = call)});
  } finally {
    stop();
  }
}
