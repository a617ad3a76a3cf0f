import {existsSync, statSync} from "node:fs";
import {readPairs} from "../../corpus/pairs/read-pairs.js";
import {indexFiles, type StoredPair} from "../../turf/index/files.js";
import {LineStore} from "../../turf/index/line-store.js";
import {readIndexManifest} from "../../turf/index/manifest.js";
import {publicPath} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {PromptDraw, type CorpusPrompt, type PromptDrawOptions} from "./prompt-draw.js";

/** The prompts that a recording asks, and where they are from. */
export interface FoundPrompts {
  prompts: CorpusPrompt[];
  corpus: string; // in words
}

/** Draws the prompts of an index, by its name, or of a corpus: a file, a folder or `hf:owner/name`. */
export async function findPrompts(
  source: string,
  options: PromptDrawOptions & {signal?: AbortSignal}
): Promise<FoundPrompts> {
  const draw = new PromptDraw(options);
  const index = source.replace(/^index:/, "");
  const isIndex = !existsSync(source) && readIndexManifest(index) !== undefined;
  if (isIndex) addIndex(draw, index);
  else await addCorpus(draw, source, options.signal);
  const prompts = draw.drawn();
  if (prompts.length === 0)
    throw new UserError(`no prompt of at most ${options.maxChars} characters: raise --max-chars`, {file: source});
  return {prompts, corpus: isIndex ? `index ${index} of ${readIndexManifest(index)!.corpus}` : publicPath(source)};
}

function addIndex(draw: PromptDraw, index: string): void {
  const pairs = new LineStore<StoredPair>(indexFiles(index).pairs);
  try {
    for (const {query, source} of pairs.all()) draw.add({prompt: query, source});
  } finally {
    pairs.close();
  }
}

async function addCorpus(draw: PromptDraw, source: string, signal?: AbortSignal): Promise<void> {
  if (!/^hf:/.test(source) && statSync(source, {throwIfNoEntry: false}) === undefined)
    throw new UserError("no such study, index or corpus: expected a name, a file, a folder, or hf:owner/name", {
      file: source
    });
  await readPairs(source, {promptsOnly: true, signal}, ({query, source: chunk}) =>
    draw.add({prompt: query, source: chunk})
  );
}
