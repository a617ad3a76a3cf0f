import {existsSync} from "node:fs";
import {basename, extname, resolve} from "node:path";
import {parse} from "yaml";
import {z} from "zod";
import {seed, trimmed, whole} from "../step/spec-parts.js";
import type {IndexSettings} from "../turf/index/parts.js";
import {readTextFile} from "../util/read-text.js";
import {readYamlFile, shownPath} from "../util/yaml-file.js";
import {checkIndexName} from "./index-corpus.js";

const globs = z.union([trimmed.transform((glob) => [glob]), z.array(trimmed).min(1)], "expected a glob, or a list");

const spec = z.strictObject({
  corpus: trimmed,
  files: globs.optional(),
  source: trimmed.optional(),
  sample: whole(1, 1e9).optional(),
  per_source: whole(1, 1e9).optional(),
  seed: seed.optional(),
  extract: trimmed.optional(),
  embed: trimmed.optional(),
  dimensions: whole(1, 1e5).optional(),
  embed_batch: whole(1, 256).optional(),
  clusters: whole(1, 1e7).optional(),
  summaries: trimmed.optional(),
  check: trimmed.optional(),
  shards: whole(1, 500).optional(),
  budget: z.strictObject({usd: z.number("expected US dollars").positive("expected more than 0")}).optional()
});

/** How an index is made, as a file says it (docs/turf.md). */
export interface IndexFile {
  name: string; // of the index: that of the file
  corpus: string;
  files: string[] | null;
  settings: IndexSettings;
  shards: number | null;
  budgetInUsd: number | null;
}

/** Whether a path names a YAML file that describes an index: it has a corpus, as no study has. */
export function isIndexFile(path: string): boolean {
  if (!/\.ya?ml$/i.test(path) || !existsSync(path)) return false;
  try {
    const value: unknown = parse(readTextFile(path, {file: shownPath(path)}));
    return typeof value === "object" && value !== null && "corpus" in value && !("rubrics" in value);
  } catch {
    return false; // said where it is read
  }
}

/** Reads an index file. Throws a UserError that names every problem with file, line and key. */
export function readIndexFile(path: string): IndexFile {
  const {value} = readYamlFile(path, spec);
  const name = basename(path, extname(path));
  checkIndexName(name, shownPath(path));
  const {corpus, files, sample, per_source: perSource, source, seed: drawn = 42, embed_batch: embedBatch} = value;
  return {
    ...{name, files: files ?? null, shards: value.shards ?? null, budgetInUsd: value.budget?.usd ?? null},
    corpus: corpus === "lab" || /^hf:/.test(corpus) ? corpus : resolve(path, "..", corpus),
    settings: {
      sampling: {source: source ?? null, sample: sample ?? null, perSource: perSource ?? null, seed: drawn},
      extract: value.extract ?? "local",
      embed: value.embed ?? "use-lite",
      dimensions: value.dimensions ?? null,
      ...(embedBatch !== undefined && {embedBatch}),
      clusters: value.clusters ?? null,
      summaries: value.summaries ?? "medoid",
      check: value.check ?? null,
      seed: drawn
    }
  };
}
