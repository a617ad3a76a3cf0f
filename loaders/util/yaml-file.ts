import {relative} from "node:path";
import {isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document} from "yaml";
import type {z} from "zod";
import {readTextFile} from "./read-text.js";
import {UserError} from "./user-error.js";

/** A YAML file read and checked; `errorAt` places a later problem (a missing file it names) at the line of its key. */
export interface YamlFile<T> {
  value: T;
  errorAt(path: readonly PropertyKey[], message: string): UserError;
}

/**
 * Reads a YAML file and checks it against a strict schema.
 *
 * Throws one UserError that holds every problem, each with file, line, key and what was expected: no such file, YAML
 * syntax, unknown key, wrong type or value.
 */
export function readYamlFile<S extends z.ZodType>(path: string, schema: S): YamlFile<z.output<S>> {
  const file = shownPath(path);
  const lines = new LineCounter();
  const document = parseDocument(readText(path, file), {lineCounter: lines, prettyErrors: false, merge: false});
  const syntax = document.errors.map(
    ({message, pos}) => new UserError(`not valid YAML: ${message}`, {file, line: lines.linePos(pos[0]).line})
  );
  if (syntax.length > 0) throw together(syntax);
  const errorAt = (keys: readonly PropertyKey[], message: string) =>
    new UserError(message, {file, line: lineOf(document, lines, keys), key: keys.map(String).join(".")});
  const parsed = schema.safeParse(toValue(document, file));
  if (!parsed.success)
    throw together(parsed.error.issues.flatMap((issue) => describe(issue, document, schema, errorAt)));
  return {value: parsed.data, errorAt};
}

/** A path as the user would type it: relative to where they are when it is below. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") || short === "" ? path : short;
}

function readText(path: string, file: string): string {
  return readTextFile(path, {file});
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({maxAliasCount: 100});
  } catch (cause) {
    throw new UserError(`not valid YAML: ${(cause as Error).message}`, {file}, {cause}); // aliases without end
  }
}

function together([first, ...more]: UserError[]): UserError {
  return new UserError(first!.message, first!.place, {more});
}

function lineOf(document: Document, lines: LineCounter, keys: readonly PropertyKey[]): number {
  for (let depth = keys.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(keys.slice(0, depth - 1), true);
    const key = keys[depth - 1]!;
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = isPair(pair) ? pair.key : document.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function describe(
  issue: z.core.$ZodIssue,
  document: Document,
  schema: z.ZodType,
  errorAt: (keys: readonly PropertyKey[], message: string) => UserError
): UserError[] {
  if (issue.code === "unrecognized_keys") {
    const known = ("known" in issue ? (issue.known as string[]) : knownKeys(schema, issue.path)).join(", ");
    return issue.keys.map((key) => errorAt([...issue.path, key], `unknown key; expected one of ${known}`));
  }
  if (issue.code === "invalid_union") {
    const closest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? [];
    if (closest.length > 0 && depthOf(closest) > 0)
      return closest.flatMap((inner) =>
        describe({...inner, path: [...issue.path, ...inner.path]} as z.core.$ZodIssue, document, schema, errorAt)
      );
  }
  return [errorAt(issue.path, `${expectation(issue)}, got ${shownValue(document.getIn(issue.path))}`)];
}

const kinds: Record<string, string> = {object: "a map", array: "a list", string: "a text", boolean: "true or false"};

/** What was expected: the schema's own words, or ours where it has none. */
const expectation = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type" && issue.message.startsWith("Invalid input")
    ? `expected ${kinds[issue.expected] ?? `a ${issue.expected}`}`
    : issue.message;

const longestValue = 60; // characters of a wrong value that are shown

function shownValue(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (isNode(value) && !isScalar(value)) return "a list or a map";
  const text = JSON.stringify(isScalar(value) ? value.value : value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}

/** The keys that a map at some place of a schema may have. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const {def} = schema._zod as z.core.$ZodTypes["_zod"];
  const [key, ...rest] = path;
  if (def.type === "optional") return knownKeys(def.innerType, path);
  if (def.type === "pipe") return knownKeys(def.in, path);
  if (def.type === "union") return [...new Set(def.options.flatMap((option) => knownKeys(option, path)))];
  if (def.type === "array") return key === undefined ? [] : knownKeys(def.element, rest);
  if (def.type !== "object") return [];
  if (key === undefined) return Object.keys(def.shape);
  const inner = Object.hasOwn(def.shape, key) ? def.shape[key as string] : undefined;
  return inner === undefined ? [] : knownKeys(inner, rest);
}

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({path}) => path.length));
