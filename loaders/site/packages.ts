import {existsSync, readdirSync, readFileSync, realpathSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join, relative} from "node:path";
import {UserError} from "../util/user-error.js";
import {projectFolder, workspaceFolder} from "../util/paths.js";

/** A module of an npm package as a page names it: `npm:name` or `npm:name/path`. */
export interface NpmModule {
  name: string;
  path: string | null; // null: the package's main module
}

/** What Framework's own library may ask for on our pages, and what a notebook expects to be there. */
const always = [
  "@duckdb/duckdb-wasm",
  "@observablehq/inputs",
  "@observablehq/plot",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "htl",
  "hyparquet",
  "isoformat",
  "parquet-wasm"
];

/** Files that are served as they are, beside the modules: WebAssembly and workers. */
export const assets: Record<string, string[]> = {
  "@duckdb/duckdb-wasm": [
    "dist/duckdb-mvp.wasm",
    "dist/duckdb-eh.wasm",
    "dist/duckdb-browser-mvp.worker.js",
    "dist/duckdb-browser-eh.worker.js"
  ],
  "parquet-wasm": ["esm/parquet_wasm_bg.wasm"]
};

const specifier = /["'`]npm:((?:@[\w.-]+\/)?[\w.-]+)(?:@[^"'`/\s]+)?(?:\/([^"'`\s]+))?["'`]/g;

/**
 * Every module that must be there offline: the ones above, what the pages import by `npm:`, and what Framework's own
 * library names if it is a dependency of the project (`npm install lodash` makes `_` work).
 */
export function neededModules(sourceFolder: string): NpmModule[] {
  const modules = new Map<string, NpmModule>(always.map((name) => [name, {name, path: null}]));
  for (const name of namedByFramework()) if (isDependency(name)) modules.set(name, {name, path: null});
  for (const file of sourceFiles(sourceFolder)) {
    for (const [, name, path] of readFileSync(file, "utf8").matchAll(specifier)) {
      if (assets[name!]?.includes(path ?? "")) continue;
      const module = {name: name!, path: path?.replace(/\/?\+esm$/, "") || null};
      if (packageFolderOf(module.name) === undefined)
        throw new UserError(`npm:${module.name} is not installed: run npm install --save-exact ${module.name}`, {file});
      modules.set([module.name, module.path ?? []].flat().join("/"), module);
    }
  }
  return [...modules.values()];
}

/** The modules of the site that a page may load, by path below its source folder: no tests, no loaders of data or pages. */
export function browserModules(sourceFolder: string): string[] {
  const files = [...sourceFiles(sourceFolder)].map((file) => relative(sourceFolder, file));
  return files.filter((file) => file.endsWith(".ts") && !/^(?:data|testing)\b|\.md\.ts$/.test(file));
}

const bareImport = /^import (?!type\b)[^;"']*? from ["']((?:@[\w.-]+\/)?[\w.-]+)["'];/gm;

/** Packages that the pages' code imports by their bare name, as code that Node runs too must. */
export function bareModules(sourceFolder: string): string[] {
  const names = new Set<string>();
  for (const file of browserModules(sourceFolder))
    for (const [, name] of readFileSync(join(sourceFolder, file), "utf8").matchAll(bareImport)) names.add(name!);
  return [...names].sort();
}

/** Modules that Framework wants to know a version of, although no page of ours loads them. */
export function unusedModules(used: readonly NpmModule[]): string[] {
  const names = new Set(used.map(({name}) => name));
  return namedByFramework().filter((name) => !names.has(name));
}

function namedByFramework(): string[] {
  const names = new Set<string>();
  for (const file of sourceFiles(join(packageFolder("@observablehq/framework"), "dist", "client")))
    for (const [, name] of readFileSync(file, "utf8").matchAll(specifier)) names.add(name!);
  return [...names].sort();
}

/** Whether the product or the workspace names a package as a dependency. */
const isDependency = (name: string): boolean =>
  [projectFolder, workspaceFolder()].some((folder) => {
    const path = join(folder, "package.json");
    if (!existsSync(path)) return false;
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, object>;
    return name in (manifest.dependencies ?? {}) || name in (manifest.devDependencies ?? {});
  });

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== ".observablehq") yield* sourceFiles(path);
    } else if (/\.(md|js|ts|jsx|tsx)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name)) yield path;
  }
}

const require = createRequire(join(projectFolder, "package.json"));

/** The installed folder of a package. Its manifest need not be among its exports. */
export function packageFolder(name: string): string {
  const folder = packageFolderOf(name);
  if (folder === undefined) throw new UserError(`${name} is not installed: run npm install --save-exact ${name}`);
  return folder;
}

function packageFolderOf(name: string): string | undefined {
  const ofProduct = [projectFolder, dirname(require.resolve("@observablehq/plot")), dirname(require.resolve("d3"))];
  const roots = [...ofProduct, workspaceFolder()];
  for (const root of roots)
    for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
      const candidate = join(folder, "node_modules", name);
      if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    }
  return undefined;
}

export const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(packageFolder(name), "package.json"), "utf8")) as {version: string}).version;
