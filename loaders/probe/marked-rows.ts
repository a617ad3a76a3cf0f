import {candidateKey, sampleKey} from "../../src/shared/rowKey.js";
import type {Row} from "../../src/shared/schema.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {Found} from "../step/step-run.js";
import {violates} from "./groups.js";
import type {FlagOf, LabelledSubject} from "./judge-quality.js";
import {doneSamples, type ProbeRun, type Sample} from "./probe-run.js";

/**
 * What the judge says of marked findings, candidates and samples. A row that is something else now than when it was
 * marked is looked for by its key.
 */
export function flagsOf(found: Found, runs: readonly ProbeRun[]): FlagOf {
  const findings = new Map(found.findings().map((finding) => [finding.id, finding]));
  const candidates = once(() => rowsByKey([...found.candidates()].map((row) => ({row, key: () => candidateKey(row)}))));
  const samples = once(() =>
    rowsByKey(runs.flatMap((run) => doneSamples(run).map((row) => ({row, key: () => keyOf(run, row)}))))
  );
  return (subject) => {
    if (subject.kind === "finding") return findings.get(subject.id)?.flagged ?? null;
    if (subject.kind === "candidate") return flagOf(candidates()(subject));
    const sample = samples()(subject);
    return sample === undefined ? null : violates(sample);
  };
}

const flagOf = (row: Row<"candidates"> | undefined): boolean | null =>
  row === undefined || row.status !== "scored" ? null : row.flagged;

const keyOf = ({settings, prompts}: ProbeRun, {prompt, model, context, sample}: Sample): string =>
  sampleKey({probe: settings.name, model, context, sample, query: excerpt(prompts[prompt]!.query)});

interface KeyedRow<T> {
  row: T;
  key: () => string;
}

/** Finds rows by number where the key fits or there is none, else by key. */
function rowsByKey<T>(rows: readonly KeyedRow<T>[]): (subject: LabelledSubject) => T | undefined {
  const keyed = once(() => new Map(rows.map(({row, key}) => [key(), row])));
  return ({id, key}) => {
    const own = rows[Number(id)];
    if (key === undefined || own?.key() === key) return own?.row;
    return keyed().get(key);
  };
}

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined;
  return () => (made ??= {value: make()}).value;
}
