import {dirname, resolve} from "node:path";
import {readTextFile} from "../util/read-text.js";
import {UserError} from "../util/user-error.js";
import {placed, type StudyFacts} from "./place.js";
import {readTurns} from "./rows-in-file.js";
import {noContext, type ContextSettings, type Turn} from "./settings.js";
import type {ContextInput} from "./spec.js";

/** The contexts of a probe, after the baseline `none`. A context with several numbers of shots is as many contexts. */
export function normalizeContexts(inputs: readonly ContextInput[], facts: StudyFacts): ContextSettings[] {
  const named = inputs.filter((input) => !(input.name === "none" && Object.keys(input).length === 1));
  const contexts = named.flatMap((input, i) => placed(facts, ["contexts", i], () => normalizeContext(input, facts)));
  const taken = contexts.find(
    ({name}, i) => name === "none" || contexts.findIndex((other) => other.name === name) !== i
  );
  if (taken !== undefined) throw facts.errorAt(["contexts"], `the name ${taken.name} is taken: give each its own`);
  return [noContext, ...contexts];
}

function normalizeContext(input: ContextInput, facts: StudyFacts): ContextSettings[] {
  const {name, shots, from} = input;
  const system = input.system === undefined ? null : readSystem(input.system, facts.file);
  if (shots === undefined && from === undefined) {
    if (system === null) throw new UserError("is empty: expected system, or shots and from");
    return [{name, system, shots: [], lab: null}];
  }
  if (from === undefined || shots === undefined) throw new UserError("expected both shots and from");
  const numbers = [shots].flat();
  const named = (number: number) => (Array.isArray(shots) ? `${name}-${number}` : name);
  if ("chunk" in from) {
    if (!facts.lab) throw new UserError("chunks are the lab's, and no model of this study is the lab's");
    return numbers.map((number) => ({name: named(number), system, shots: [], lab: {chunk: from.chunk, shots: number}}));
  }
  const turns = Array.isArray(from) ? from : readTurns(resolve(dirname(facts.file), from.file));
  return numbers.map((number) => ({name: named(number), system, shots: take(turns, number), lab: null}));
}

function take(turns: readonly Turn[], number: number): Turn[] {
  if (number > turns.length) throw new UserError(`expected at most ${turns.length} shots, got ${number}`);
  return turns.slice(0, number).map(({query, response}) => ({query, response}));
}

function readSystem(system: string | {file: string}, study: string): string {
  if (typeof system === "string") return system;
  try {
    return readTextFile(resolve(dirname(study), system.file)).trim();
  } catch (cause) {
    throw new UserError(`no such file for a system prompt: ${system.file}`, {}, {cause});
  }
}
