import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {Model} from "../../model/model.js";
import {parseProvider} from "../../model/provider.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {duration} from "../../util/duration.js";
import {isAlive, isOnThisHost, processOf, type ProcessId} from "../../util/process-state.js";
import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {dataFileOf, writeArmData} from "../arm-data.js";
import {armLabel} from "../arms/arm.js";
import type {CommandSettings} from "../settings.js";
import {lastWords, runCommand, type CommandEnd} from "./run-command.js";
import {serveModel} from "./serve-model.js";
import type {Trainer, TrainJob} from "./trainer.js";

export interface CommandTrainerOptions {
  folder: string; // of the data and models of all arms
  workingFolder: string; // that the command runs in
  make(name: string, baseUrl: string | null): Model;
}

/**
 * Trains with the user's own command, once for each data, seed and command: it runs with the paths of the data and of
 * an output folder, and leaves the model's name in `model.txt` there, or the model itself. A training that was stopped
 * is started again in the same folder, so that a trainer with checkpoints goes on from the last one.
 */
export function createCommandTrainer(settings: CommandSettings, options: CommandTrainerOptions): Trainer {
  return {
    kind: "command",
    async train(job) {
      const name = await trainOnce(settings, options, job);
      return serveModel(name, {...job, make: options.make, baseUrl: settings.baseUrl});
    }
  };
}

/** The files of one training. */
function filesOf({folder}: CommandTrainerOptions, {command, format}: CommandSettings, {hash, seed}: TrainJob) {
  const version = createHash("sha256")
    .update(format === undefined ? command : `${command} ${format}`)
    .digest("hex")
    .slice(0, 8);
  const data = join(folder, hash);
  const out = join(data, `seed-${seed}-${version}`);
  return {
    data,
    out,
    model: join(out, "model.txt"),
    done: join(out, "trained.json"),
    running: join(out, "running.json"),
    log: join(out, "train.log")
  };
}

type TrainFiles = ReturnType<typeof filesOf>;

async function trainOnce(settings: CommandSettings, options: CommandTrainerOptions, job: TrainJob): Promise<string> {
  const files = filesOf(options, settings, job);
  mkdirSync(files.out, {recursive: true});
  const known = readDone(files);
  if (known !== null) return known;
  const label = `${armLabel(job.data.arm)}, seed ${job.seed}`;
  await waitForOther(files, label, job);
  const name = namedModel(files) ?? (await trainNow(settings, options, job, {files, label}));
  writeAtomically(files.done, `${JSON.stringify({model: name})}\n`);
  return name;
}

function readDone({done}: TrainFiles): string | null {
  if (!existsSync(done)) return null;
  return (JSON.parse(readFileSync(done, "utf8")) as {model: string}).model;
}

const pollInMs = 500;

/** Waits for a training that went on when the process that started it was killed: two would write the same files. */
async function waitForOther({running}: TrainFiles, label: string, {signal, log}: TrainJob): Promise<void> {
  if (!existsSync(running)) return;
  const other = JSON.parse(readFileSync(running, "utf8")) as ProcessId;
  if (isOnThisHost(other) && isAlive(other)) log(`${label}: process ${other.pid} still trains it: waiting`);
  while (isOnThisHost(other) && isAlive(other)) await sleep(pollInMs, undefined, {signal});
  rmSync(running, {force: true});
}

async function trainNow(
  settings: CommandSettings,
  {workingFolder}: CommandTrainerOptions,
  job: TrainJob,
  {files, label}: {files: TrainFiles; label: string}
): Promise<string> {
  const {seed, signal, log} = job;
  const hash = await writeArmData(files.data, job.data, settings.format);
  if (hash !== job.hash) throw new Error(`the data of ${label} changed while it was written`);
  log(`${label}: training; it prints to ${shownPath(files.log)}`);
  const start = performance.now();
  const values = {data: join(files.data, dataFileOf(settings.format ?? "jsonl")), out: files.out, seed: String(seed)};
  const end = await runCommand(fillIn(settings.command, values), {
    folder: workingFolder,
    env: {SURFTURF_DATA_FILE: values.data, SURFTURF_OUT: values.out, SURFTURF_SEED: values.seed},
    logFile: files.log,
    timeoutInMs: settings.timeoutInMs,
    signal,
    onStart: (pid) => writeAtomically(files.running, JSON.stringify(processOf(pid)))
  });
  rmSync(files.running, {force: true});
  signal.throwIfAborted();
  if (end.timedOut || end.code !== 0) throw new UserError(problemOf(end, settings, files));
  const name = namedModel(files) ?? savedModel(files);
  if (name === null) {
    const expected = `expected its name in ${shownPath(files.model)}, or a model in that folder`;
    throw new UserError(`the command returned no model: ${expected}`);
  }
  log(`${label}: trained in ${duration((performance.now() - start) / 1000)}: ${name}`);
  return name;
}

/** The command with its values as words of the shell. */
const fillIn = (command: string, values: Record<string, string>): string =>
  command.replaceAll(/\{(data|out|seed)\}/g, (_, key: string) => `'${values[key]!.replaceAll("'", String.raw`'\''`)}'`);

function problemOf({timedOut, code, signal}: CommandEnd, {timeoutInMs}: CommandSettings, {log}: TrainFiles): string {
  if (timedOut) return `the command was ended after ${duration(timeoutInMs! / 1000)}: raise timeout, or mend it`;
  const said = lastWords(log);
  const how = code === null ? `was ended by ${signal}` : `failed with code ${code}`;
  return `the command ${how}${said === null ? "" : `: ${said}`} (${shownPath(log)})`;
}

/** The name in `model.txt`, which a command writes last; a path is a folder of weights for vLLM. Throws for a bad name. */
function namedModel({model}: TrainFiles): string | null {
  const written = existsSync(model) ? readFileSync(model, "utf8").trim() : "";
  if (written === "") return null;
  const name = /^[./~]/.test(written) ? `vllm:${written}` : written;
  try {
    parseProvider(name);
  } catch (error) {
    throw isUserError(error) ? new UserError(`${shownPath(model)}: ${error.message}`) : error;
  }
  return name;
}

/** The weights that a command which succeeded left in its output folder: no folder of this machine is in the name. */
const savedModel = ({out}: TrainFiles): string | null =>
  existsSync(join(out, "config.json")) ? `vllm:${shownPath(out)}` : null;
