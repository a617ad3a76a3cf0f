import {dirname, resolve} from "node:path";
import {readTextFile} from "../../util/read-text.js";
import {neededText, readRows} from "../../util/rows-in-file.js";
import {UserError} from "../../util/user-error.js";
import type {ContextSettings, Turn} from "./context.js";
import type {ContextInput, NamedContextInput} from "./spec.js";

/** What the normal form of a context is made with. */
export interface ContextFacts {
  file: string; // study file: paths are relative to it
  lab: boolean; // whether the lab is one of its models: its chunks can be shots
}

const defaultName = "context";

/** The normal form of a context that is the only one. Throws a UserError without a place. */
export function normalizeContext({name = defaultName, ...input}: ContextInput, facts: ContextFacts): ContextSettings {
  if (name === "none") throw new UserError("the name none is that of no context: choose another");
  const {shots, from} = input;
  if (shots === 0 || (shots === undefined && from !== undefined))
    throw new UserError("expected both shots, at least 1, and from");
  return normalizeContexts({name, ...input}, facts)[0]!;
}

/** The same of one of several: with several numbers of shots it is as many contexts. */
export function normalizeContexts(input: NamedContextInput, {file, lab}: ContextFacts): ContextSettings[] {
  const {name, shots, from} = input;
  const system = input.system === undefined ? null : readSystem(input.system, file);
  if (shots === undefined && from === undefined) {
    if (system === null) throw new UserError("is empty: expected system, or shots and from");
    return [{name, system, shots: [], lab: null}];
  }
  if (from === undefined || shots === undefined) throw new UserError("expected both shots and from");
  const numbers = [shots].flat();
  const named = (number: number) => (Array.isArray(shots) ? `${name}-${number}` : name);
  if ("chunk" in from) {
    if (!lab) throw new UserError("chunks are the lab's, and no model of this study is the lab's");
    return numbers.map((number) => ({name: named(number), system, shots: [], lab: {chunk: from.chunk, shots: number}}));
  }
  const turns = Array.isArray(from) ? from : readTurns(resolve(dirname(file), from.file));
  return numbers.map((number) => ({name: named(number), system, shots: take(turns, number), lab: null}));
}

function take(turns: readonly Turn[], number: number): Turn[] {
  if (number > turns.length) throw new UserError(`expected at most ${turns.length} shots, got ${number}`);
  return turns.slice(0, number).map(({query, response}) => ({query, response}));
}

/** The exchanges of a file: `query` (or `prompt`) and `response`. */
function readTurns(path: string): Turn[] {
  return readRows(path).map((row) => ({
    query: neededText(path, row, "query", "prompt"),
    response: neededText(path, row, "response", "answer")
  }));
}

function readSystem(system: string | {file: string}, study: string): string {
  if (typeof system === "string") return system;
  try {
    return readTextFile(resolve(dirname(study), system.file)).trim();
  } catch (cause) {
    throw new UserError(`no such file for a system prompt: ${system.file}`, {}, {cause});
  }
}
