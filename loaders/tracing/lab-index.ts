import {createHash} from "node:crypto";
import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {dimensions} from "../lab/embedder.js";
import type {Lab} from "../lab/lab.js";
import {BatchLog} from "../store/batch-log.js";
import {Journal} from "../store/journal.js";
import {lockIndex} from "../store/lock.js";
import {Recorder} from "../store/recorder.js";
import type {TextEmbedder} from "../turf/embed/embedder.js";
import {extractPrompt} from "../turf/extract-prompt.js";
import type {Extractor} from "../turf/extractor.js";
import {safeParseAttributes} from "../turf/parse-attributes.js";
import {buildIndex, type IndexJob} from "../turf/index/build-index.js";
import {indexFiles} from "../turf/index/files.js";
import type {CorpusSource, IndexSettings} from "../turf/index/parts.js";

const maxTokens = 1200;

/** The lab's extractor: a model of the lab, which gets the same prompts as a real one. */
export function createLabExtractor(lab: Lab): Extractor {
  const model = lab.model("extract");
  const write = async (side: "query" | "response", text: string): Promise<string[]> => {
    const {text: answer} = await model.ask({messages: extractPrompt(side, text), temperature: 0, maxTokens});
    const parsed = safeParseAttributes(side, answer);
    return parsed.success ? parsed.value : [];
  };
  return {
    name: "lab:extract",
    extract: (pairs) =>
      Promise.all(
        pairs.map(async ({query, response}) => {
          const [ofQuery, ofResponse] = await Promise.all([write("query", query), write("response", response)]);
          const isWhole = ofQuery.length > 0 && ofResponse.length > 0;
          return {query: ofQuery, response: ofResponse, reason: isWhole ? null : "unparsable"};
        })
      )
  };
}

/** The lab's embedder, which knows the meaning of its world's sentences. */
export function createLabTextEmbedder(lab: Lab): TextEmbedder {
  const {name, free, embed} = lab.embedder();
  return {
    name,
    free,
    dimension: dimensions,
    async embed(texts, {signal} = {}) {
      const rows = new Float32Array(texts.length * dimensions);
      (await embed([...texts], {signal})).forEach((vector, i) => rows.set(vector, i * dimensions));
      return rows;
    },
    close: async () => undefined
  };
}

/** The training pairs of the lab's world as a corpus, without duplicates. */
export function labCorpus(lab: Lab): CorpusSource {
  const pairs = lab.pairs();
  const location = `lab ${lab.world}`;
  return {
    location,
    origin: "lab",
    stamp: createHash("sha256").update(JSON.stringify(pairs)).digest("hex").slice(0, 16),
    async read(visit) {
      const seen = new Set<string>();
      const counts = new Map<string, {rows: number; kept: number}>();
      for (const [i, {prompt, response, source}] of pairs.entries()) {
        const count = counts.get(source) ?? {rows: 0, kept: 0};
        counts.set(source, count);
        count.rows++;
        const key = JSON.stringify([source, prompt, response]);
        if (seen.has(key)) continue;
        seen.add(key);
        count.kept++;
        await visit({source, query: prompt, response, file: location, line: i + 1});
      }
      return {
        location,
        rows: pairs.length,
        kept: seen.size,
        duplicates: pairs.length - seen.size,
        sampledOut: 0,
        skipped: [],
        sources: [...counts].map(([source, count]) => ({source, ...count}))
      };
    }
  };
}

/**
 * How the lab's index is made. It has a cluster for about five attributes: the lab has few wordings of each feature.
 */
export const labIndexSettings: IndexSettings = {
  sampling: {source: null, sample: null, perSource: null, seed: 1},
  extract: "lab:extract",
  embed: "lab:embed",
  dimensions: null,
  clusters: 100,
  summaries: "lab:summarise",
  check: "lab:check",
  seed: 42
};

/** The name of the index of a lab's world. */
export const labIndexName = ({world}: Lab): string => `lab-${world}`;

/** Makes the index of the lab's world, or keeps it if it is complete. It costs nothing. */
export async function buildLabIndex(
  name: string,
  lab: Lab,
  options: Pick<IndexJob, "signal" | "onProgress" | "onStage" | "stages"> = {}
): Promise<IndexManifest> {
  const release = await lockIndex(name);
  try {
    return await buildLocked(name, lab, options);
  } finally {
    await release();
  }
}

async function buildLocked(name: string, lab: Lab, options: Partial<IndexJob>): Promise<IndexManifest> {
  const files = indexFiles(name);
  const journal = Journal.open(files.journal);
  try {
    return await buildIndex({
      name,
      corpus: labCorpus(lab),
      settings: labIndexSettings,
      tools: {
        extractor: async () => createLabExtractor(lab),
        embedder: async () => createLabTextEmbedder(lab),
        summariser: lab.model("summarise"),
        checker: lab.model("check"),
        recorder: new Recorder(journal),
        batches: new BatchLog(files.batches)
      },
      ...options
    });
  } finally {
    journal.close();
  }
}
