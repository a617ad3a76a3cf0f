import {UserError} from "../util/user-error.js";
import {parseTemplate, slotsOf} from "./template.js";
import type {Filter, WorldSpec} from "./world-schema.js";

type Path = readonly PropertyKey[];
type WorldReport = (path: Path, message: string) => void;

/** Checks that every name in a world stands for something in it. Throws one UserError with all that do not. */
export function checkReferences(spec: WorldSpec, errorAt: (path: Path, message: string) => UserError): void {
  const errors: UserError[] = [];
  const report: WorldReport = (path, message) => errors.push(errorAt(path, message));
  checkTemplates(spec, report);
  checkFeatures(spec, report);
  checkBehaviours(spec, report);
  checkChunks(spec, report);
  const [first, ...more] = errors;
  if (first !== undefined) throw new UserError(first.message, first.place, {more});
}

const entriesOf = ({vocabulary}: WorldSpec, list: string) =>
  Object.hasOwn(vocabulary, list) ? vocabulary[list] : undefined;

const oneOf = (table: object): string => `expected one of: ${Object.keys(table).join(", ")}`;

function checkTemplates(spec: WorldSpec, report: WorldReport): void {
  const check = (path: Path, texts: readonly string[] = [], special: readonly string[] = ["number"]) =>
    texts.forEach((text, i) => {
      for (const {list, field} of slotsOf(parseTemplate(text))) {
        if (special.includes(list)) continue;
        const entries = entriesOf(spec, list);
        if (entries === undefined) report([...path, i], `unknown list {${list}}: ${oneOf(spec.vocabulary)}`);
        else if (field !== "name" && !entries.some((entry) => typeof entry !== "string" && Object.hasOwn(entry, field)))
          report([...path, i], `no entry of ${list} has the field ${field}: expected a field that is there`);
      }
    });
  check(["asks"], spec.asks);
  for (const [name, {asks, opens, adds, wraps, attributes}] of Object.entries(spec.features)) {
    for (const [key, texts] of Object.entries({asks, opens, adds, attributes})) check(["features", name, key], texts);
    check(["features", name, "wraps"], wraps, ["number", "query"]);
    wraps?.forEach((text, i) => {
      if (!text.includes("{query}")) report(["features", name, "wraps", i], "expected {query} in the text");
    });
  }
  for (const [name, {responses}] of Object.entries(spec.behaviours))
    check(["behaviours", name, "responses"], responses);
}

function checkFeatures(spec: WorldSpec, report: WorldReport): void {
  for (const [name, {each, only, names}] of Object.entries(spec.features)) {
    for (const list of [each ?? []].flat())
      if (!Object.hasOwn(spec.vocabulary, list))
        report(["features", name, "each"], `unknown list ${list}: ${oneOf(spec.vocabulary)}`);
    for (const [list, filter] of Object.entries(only))
      checkFilter(spec, ["features", name, "only"], list, filter, report);
    if (names !== undefined) checkFilter(spec, ["features", name, "names"], names.list, names.where, report);
  }
}

function checkFilter(spec: WorldSpec, path: Path, list: string, filter: Filter, report: WorldReport): void {
  const entries = entriesOf(spec, list);
  if (entries === undefined) return report(path, `unknown list ${list}: ${oneOf(spec.vocabulary)}`);
  const some = entries.some((entry) =>
    Object.entries(filter).every(([field, values]) => {
      const value = typeof entry === "string" ? (field === "name" ? entry : undefined) : entry[field];
      return value !== undefined && [value].flat().some((one) => [values].flat().includes(one));
    })
  );
  if (!some) report(path, `no entry of ${list} passes: expected a filter that leaves at least one`);
}

function checkBehaviours(spec: WorldSpec, report: WorldReport): void {
  for (const [name, {warrantedBy, outOfPlaceBy, rubric, signs, shorterThan}] of Object.entries(spec.behaviours)) {
    for (const [key, features] of Object.entries({warrantedBy, outOfPlaceBy}))
      for (const feature of features ?? [])
        if (!Object.hasOwn(spec.features, feature))
          report(["behaviours", name, key], `unknown feature ${feature}: ${oneOf(spec.features)}`);
    if (rubric !== undefined && signs.length === 0 && shorterThan === undefined)
      report(["behaviours", name, "rubric"], "expected signs or shorterThan, by which a judge sees the behaviour");
  }
}

function checkChunks(spec: WorldSpec, report: WorldReport): void {
  const seen = new Set<string>();
  spec.chunks.forEach((chunk, i) => {
    const path = ["chunks", i];
    if (seen.has(chunk.name)) report([...path, "name"], `second chunk of the name ${chunk.name}: expected another`);
    seen.add(chunk.name);
    const behaviours = typeof chunk.behaviour === "string" ? [chunk.behaviour] : Object.keys(chunk.behaviour);
    const known = (key: string, names: readonly string[], kind: "features" | "behaviours") => {
      for (const name of names)
        if (!Object.hasOwn(spec[kind], name))
          report([...path, key], `unknown ${kind.slice(0, -1)} ${name}: ${oneOf(spec[kind])}`);
    };
    known("features", Object.keys(chunk.features), "features");
    known("behaviour", behaviours, "behaviours");
    known("fault", chunk.fault?.trigger ?? [], "features");
    known("fault", chunk.fault ? [chunk.fault.behaviour] : [], "behaviours");
    if (typeof chunk.behaviour !== "string" && Object.values(chunk.behaviour).every((share) => share === 0))
      report([...path, "behaviour"], "expected at least one share above 0");
    for (const [list, filter] of Object.entries({...chunk.only}))
      checkFilter(spec, [...path, "only", list], list, filter, report);
    for (const [list, filter] of Object.entries({...chunk.fault?.elsewhere}))
      checkFilter(spec, [...path, "fault", "elsewhere", list], list, filter, report);
  });
}
