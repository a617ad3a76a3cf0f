import {existsSync} from "node:fs";
import {join} from "node:path";
import type {Pair} from "../../corpus/pairs/pairs.js";
import {readLines} from "../../corpus/pairs/lines.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import type {CorpusSource} from "./parts.js";

interface ForeignAssignment {
  cluster: number;
  distance: number;
}

const rowsFile = "pseudo_sae_attributes.jsonl";

/** The files of an index that the released code made. What is not as it should be is refused with the numbers. */
export class ForeignIndex {
  #rows: {id: unknown; attributes: string[]}[] = [];
  #assigned = new Map<string, ForeignAssignment[]>();
  #summaries = new Map<number, string>();
  attributes = 0; // sentences in all rows

  constructor(readonly folder: string) {}

  #path(file: string): string {
    return join(this.folder, file);
  }

  /** Reads all files but the arrays, and gives the rows as pairs. */
  async read(visit: (pair: Pair) => void | Promise<void>): ReturnType<CorpusSource["read"]> {
    this.#rows = [];
    this.attributes = 0;
    for (const file of [rowsFile, "assignments.jsonl", "cluster_summaries.jsonl", "centroids.npy"])
      if (!existsSync(this.#path(file)))
        throw new UserError(`not there: expected an index of the released code`, {file: shownPath(this.#path(file))});
    for await (const {value, line} of this.#records("assignments.jsonl")) this.#takeAssignment(value, line);
    for await (const {value} of this.#records("cluster_summaries.jsonl"))
      if (typeof value.summary === "string") this.#summaries.set(Number(value.cluster_id), value.summary);
    const counts = new Map<string, number>();
    let rows = 0;
    for await (const {value, line} of this.#records(rowsFile)) {
      rows++;
      const attributes = textsOf(value.attributes);
      const {source = "unknown", prompt, response} = value;
      if (typeof prompt !== "string" || attributes.length === 0) continue;
      const chunk = String(source);
      counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
      this.attributes += attributes.length;
      this.#rows.push({id: value.id, attributes});
      await visit({source: chunk, query: prompt, response: String(response ?? ""), file: rowsFile, line});
    }
    const unusable = rows - this.#rows.length;
    const skipped = unusable === 0 ? [] : [{reason: "unknown-shape" as const, count: unusable, examples: []}];
    const sources = [...counts].map(([source, kept]) => ({source, rows: kept, kept}));
    return {location: this.folder, rows, kept: this.#rows.length, duplicates: 0, sampledOut: 0, skipped, sources};
  }

  /** The query attributes of a pair. */
  attributesOf = (pair: number): string[] => this.#rows[pair]!.attributes;

  /** The clusters of a pair's attributes, in their order. */
  assignedOf(pair: number, clusters: number): ForeignAssignment[] {
    const {id, attributes} = this.#rows[pair]!;
    const assigned = this.#assigned.get(JSON.stringify(id));
    const file = shownPath(this.#path("assignments.jsonl"));
    if (assigned === undefined) throw new UserError(`has no record of id ${JSON.stringify(id)}`, {file});
    if (assigned.length !== attributes.length)
      throw new UserError(
        `id ${JSON.stringify(id)} has ${assigned.length} clusters for ${attributes.length} attributes`,
        {file}
      );
    const bad = assigned.find(({cluster}) => !(Number.isInteger(cluster) && cluster >= 0 && cluster < clusters));
    if (bad) throw new UserError(`names cluster ${bad.cluster}; centroids.npy has ${clusters}`, {file});
    return assigned;
  }

  /** Its summaries by cluster; a cluster may have none. */
  summaries(clusters: number): ReadonlyMap<number, string> {
    const beyond = [...this.#summaries.keys()].find((cluster) => !(cluster >= 0 && cluster < clusters));
    if (beyond !== undefined)
      throw new UserError(`summarises cluster ${beyond}; centroids.npy has ${clusters}`, {
        file: shownPath(this.#path("cluster_summaries.jsonl"))
      });
    return this.#summaries;
  }

  describe(): string {
    return `${this.#rows.length} rows, ${this.attributes} attributes, ${this.#summaries.size} summaries`;
  }

  #takeAssignment(value: Record<string, unknown>, line: number): void {
    const {id, cluster_ids: clusters, distances} = value;
    if (!Array.isArray(clusters))
      throw new UserError("no cluster_ids: expected a list of numbers", {
        file: shownPath(this.#path("assignments.jsonl")),
        line
      });
    const far = Array.isArray(distances) ? (distances as number[]) : [];
    this.#assigned.set(
      JSON.stringify(id),
      (clusters as number[]).map((cluster, i) => ({cluster, distance: far[i] ?? 0}))
    );
  }

  async *#records(file: string): AsyncGenerator<{value: Record<string, unknown>; line: number}> {
    const path = this.#path(file);
    for await (const {text, number} of readLines(path)) {
      try {
        const value = JSON.parse(text ?? "") as unknown;
        if (typeof value === "object" && value !== null) yield {value: value as Record<string, unknown>, line: number};
        else throw new Error("no object");
      } catch (cause) {
        throw new UserError("not a JSON object: expected one a line", {file: shownPath(path), line: number}, {cause});
      }
    }
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
