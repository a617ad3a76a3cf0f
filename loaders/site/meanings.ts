import type {Meanings} from "../../src/shared/meanings.js";
import {Neighbourhood} from "../corpus/pools/neighbourhood.js";
import {readTable} from "../store/tables.js";
import {listStudies} from "../study/manifest/list.js";
import {embedAttributes} from "../turf/embed/attribute-vectors.js";
import type {TextEmbedder} from "../turf/embed/embedder.js";
import {openEmbedder} from "../turf/embed/open-embedder.js";

const model = "use-lite"; // ships with the product, and runs here
const mostFindings = 100; // of a study, the best ones
const none: Meanings = {model: null, groups: {}};

/** What the attributes of all studies' findings and regions mean, as JSON, by the embedding that ships with the product. */
export async function meaningsJson(): Promise<string> {
  const sentences = new Set<string>();
  let studies = 0;
  for (const study of listStudies()) {
    const own = await sentencesOf(study);
    if (own.length > 0) studies++;
    for (const sentence of own) sentences.add(sentence);
  }
  if (studies < 2) return JSON.stringify(none); // nothing is compared by them
  return JSON.stringify(await withEmbedder((embedder) => meaningsOf([...sentences].sort(), embedder)));
}

async function sentencesOf(study: string): Promise<string[]> {
  const [findings = [], regions = []] = await Promise.all([readTable(study, "findings"), readTable(study, "regions")]);
  const best = findings.toSorted((a, b) => b.score - a.score).slice(0, mostFindings);
  return [...best, ...regions].flatMap(({attributes}) => attributes);
}

/** Without the model, as where its package was left out, only the wording is compared. */
async function withEmbedder(act: (embedder: TextEmbedder) => Promise<Meanings>): Promise<Meanings> {
  const embedder = await openEmbedder({model}).catch(() => null);
  if (embedder === null) return none;
  try {
    return await act(embedder);
  } finally {
    await embedder.close();
  }
}

/** Groups sentences: each joins the meaning of the nearest one before it that is near enough, or begins its own. */
export async function meaningsOf(
  sentences: readonly string[],
  embedder: TextEmbedder,
  {cache}: {cache?: string | null} = {}
): Promise<Meanings> {
  const near = new Neighbourhood(await embedAttributes(sentences, embedder, {cache}));
  const groups: number[] = [];
  let meanings = 0;
  for (const id of sentences.keys()) {
    const known = near.of(id).find((other) => other < id);
    groups.push(known === undefined ? meanings++ : groups[known]!);
  }
  return {model: embedder.name, groups: Object.fromEntries(sentences.map((sentence, id) => [sentence, groups[id]!]))};
}
