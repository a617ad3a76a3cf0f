import {createHash} from "node:crypto";
import {createReadStream, existsSync, mkdirSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {isHubLocation} from "../../corpus/hub/hub-location.js";
import {findFiles} from "../../corpus/pairs/pair-files.js";
import {readPairs} from "../../corpus/pairs/read-pairs.js";
import {AttributePoolBuilder, type AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {PromptSet} from "../../corpus/prompts/prompt-set.js";
import {removeLeftBehind} from "../../util/atomic-file.js";
import {readUint32, writeArray} from "../index/files.js";
import {LineStore, LineStoreWriter, readLineStore} from "../index/line-store.js";
import {extractLocally} from "../rules/local-extractor.js";
import {localExtractorName} from "../rules/version.js";
import {DistinctPrompts} from "./distinct-prompts.js";
import {promptsFolder} from "./prompts-folder.js";

const filesOf = (folder: string) => ({
  texts: join(folder, "texts.jsonl"),
  sentences: join(folder, "sentences.jsonl"),
  starts: join(folder, "starts.u32"),
  ids: join(folder, "ids.u32")
});

/**
 * The distinct queries of a data file or folder, with the attributes that `surfturf index --extract local` extracts.
 * Kept in data/cache/prompts under the hash of the files' bytes. Throws a UserError if no query can be read.
 */
export async function promptsOfFile(location: string, source: string): Promise<PromptSet> {
  const folder = join(promptsFolder(), await contentHash(location));
  if (!existsSync(folder)) await keep(location, folder);
  const {texts, sentences, starts, ids} = filesOf(folder);
  const attributes = readLineStore<string>(sentences);
  const store = new LineStore<string>(texts);
  return {
    attributes: {source, attributes, rowStarts: readUint32(starts), rowAttributes: readUint32(ids)},
    textOf: (prompt) => store.get(prompt)
  };
}

/** Hub data sets are known by their name: they are downloaded once. */
async function contentHash(location: string): Promise<string> {
  const hash = createHash("sha256").update(localExtractorName);
  if (isHubLocation(location)) hash.update(location);
  else
    for (const {path, name, size} of (await findFiles(location)).files) {
      hash.update(`\0${name}\0${size}\0`);
      for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
    }
  return hash.digest("hex").slice(0, 16);
}

/** Reads the corpus into a folder that gets its name when it is complete. */
async function keep(location: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.draft`;
  mkdirSync(promptsFolder(), {recursive: true});
  removeLeftBehind(promptsFolder());
  rmSync(draft, {recursive: true, force: true});
  mkdirSync(draft);
  try {
    await write(draft, location);
    if (existsSync(folder)) return; // another process was quicker
    renameSync(draft, folder);
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

async function write(folder: string, location: string): Promise<void> {
  const files = filesOf(folder);
  const texts = new LineStoreWriter(files.texts);
  const distinct = new DistinctPrompts();
  const builder = new AttributePoolBuilder();
  await readPairs(location, {}, async ({query}) => {
    if (!distinct.add(query)) return;
    builder.addRow(new Set(extractLocally({query, response: ""}).query));
    await texts.add(query);
  });
  await texts.close();
  await writeAttributes(builder.build(""), files);
}

async function writeAttributes(
  {attributes, rowStarts, rowAttributes}: AttributePool,
  files: ReturnType<typeof filesOf>
): Promise<void> {
  const sentences = new LineStoreWriter(files.sentences);
  for (const sentence of attributes) await sentences.add(sentence);
  await sentences.close();
  writeArray(files.starts, rowStarts);
  writeArray(files.ids, rowAttributes);
}
