import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join, relative} from "node:path";
import {fileURLToPath, URL} from "node:url";
import {build} from "esbuild";
import {compiledRoot, currentFile, hashOfContents, outputName} from "./folder.js";

const day = 86_400_000; // ms

/**
 * Compiles the product into a folder named after its sources. Processes may do so at once: each folder appears whole.
 * Folders of older sources are removed after a day, as a process may still run from one. Returns the folder.
 *
 * @param {string} project
 * @param {number} keptFor Age of the older folders that are removed, in ms.
 */
export async function compile(project, keptFor = day) {
  /** @type {Map<string, Uint8Array>} */
  const sources = new Map(); // as they were compiled: one may change meanwhile
  const {outputFiles} = await build({
    absWorkingDir: project,
    entryPoints: entries(project).map((path) => ({in: path, out: outputName(path).replace(/\.js$/, "")})),
    outdir: "compiled/sources",
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    write: false,
    logLevel: "silent",
    plugins: [readSources(project, sources)]
  });
  const files = [...sources].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = hashOfContents(files);
  const folder = join(compiledRoot(project), hash);
  if (!existsSync(folder)) writeWhole(folder, outputFiles);
  writeAtOnce(currentFile(project), JSON.stringify({hash, inputs: files.map(([path]) => path)}));
  removeOld(project, hash, keptFor);
  return folder;
}

/** What is started on its own: the command line, Framework's settings, the library and the worker threads. @param {string} project */
const entries = (project) => [
  "loaders/cli.ts",
  "loaders/library/index.ts",
  "observablehq.config.ts",
  ...readdirSync(join(project, "loaders"), {recursive: true, encoding: "utf8"})
    .filter((path) => path.endsWith("-worker.ts"))
    .map((path) => join("loaders", path).replaceAll("\\", "/"))
];

/**
 * Reads the sources into `sources`. `import.meta.url` of a module stays that of its source: files are found from there.
 *
 * @param {string} project
 * @param {Map<string, Uint8Array>} sources
 * @returns {import("esbuild").Plugin}
 */
const readSources = (project, sources) => ({
  name: "sources",
  setup({onLoad}) {
    onLoad({filter: /\.(ts|js|json)$/}, ({path}) => {
      const contents = readFileSync(path);
      const place = relative(project, path).replaceAll("\\", "/");
      sources.set(place, contents);
      const url = `new URL(${JSON.stringify(`../../${place}`)}, import.meta.url).href`; // from compiled/<hash>/
      const text = contents.toString().replaceAll("import.meta.url", url);
      return {contents: text, loader: /** @type {"ts" | "js" | "json"} */ (path.split(".").pop())};
    });
  }
});

/** @param {string} folder @param {readonly import("esbuild").OutputFile[]} files */
function writeWhole(folder, files) {
  const draft = `${folder}.${process.pid}.draft`;
  mkdirSync(draft, {recursive: true});
  for (const {path, contents} of files) writeFileSync(join(draft, path.split(/[\\/]/).pop() ?? ""), contents);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, {recursive: true, force: true});
    if (!existsSync(folder)) throw error; // else another process was first
  }
}

/** @param {string} file @param {string} text */
function writeAtOnce(file, text) {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/** @param {string} project @param {string} kept @param {number} age */
function removeOld(project, kept, age) {
  const root = compiledRoot(project);
  for (const name of readdirSync(root)) {
    const place = join(root, name);
    const isOld = (statSync(place, {throwIfNoEntry: false})?.mtimeMs ?? 0) <= Date.now() - age;
    if (isOld && name !== kept && place !== currentFile(project)) rmSync(place, {recursive: true, force: true});
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const project = fileURLToPath(new URL("../..", import.meta.url));
  await compile(project, 0); // a package holds nothing older
}
