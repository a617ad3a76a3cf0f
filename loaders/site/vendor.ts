import {createHash} from "node:crypto";
import {copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, extname, join, relative} from "node:path";
import {build, type Plugin} from "esbuild";
import {projectFolder} from "../util/paths.js";
import {cacheOf, stageFolder} from "./stage/places.js";
import {
  assets,
  bareModules,
  neededModules,
  packageFolder,
  unusedModules,
  versionOf,
  type NpmModule
} from "./packages.js";

const cacheFolder = (): string => join(cacheOf(stageFolder()), "_npm");
const nodeFolder = (): string => join(cacheOf(stageFolder()), "_node");
const stampFile = (): string => join(cacheOf(stageFolder()), "vendor.txt");
const recipe = 3; // raise it when the way modules are bundled changes

/**
 * Fills Framework's cache of npm modules from node_modules, so that pages build, preview and run without a network:
 * Framework fetches a module from elsewhere only when its cache lacks it. Does nothing when all is there already.
 */
export async function vendorModules(): Promise<void> {
  const modules = neededModules(stageFolder());
  const bare = bareModules(stageFolder());
  const stamp = stampOf([...modules, ...bare.map((name) => ({name, path: null}))]);
  if (existsSync(stampFile()) && readFileSync(stampFile(), "utf8") === stamp) return;
  rmSync(cacheFolder(), {recursive: true, force: true});
  for (const module of modules) await bundle(module, modules);
  rmSync(nodeFolder(), {recursive: true, force: true});
  for (const name of bare) await bundleWhole(name);
  for (const [name, files] of Object.entries(assets)) for (const file of files) copyAsset(name, file);
  for (const name of unusedModules(modules)) mkdirSync(join(cacheFolder(), `${name}@0.0.0`), {recursive: true}); // empty
  writeFileSync(stampFile(), stamp);
}

function stampOf(modules: readonly NpmModule[]): string {
  const parts = modules.map(({name, path}) => `${name}@${versionOf(name)}/${path ?? ""}`).sort();
  return createHash("sha256")
    .update(JSON.stringify([recipe, parts]))
    .digest("hex");
}

const folderOf = (name: string): string => join(cacheFolder(), `${name}@${versionOf(name)}`);

/** The folder of packages that a package is in. */
const folderAbove = (name: string): string => join(packageFolder(name), "..", name.startsWith("@") ? ".." : "");

/** Where Framework looks for a module in its cache. */
function outputOf({name, path}: NpmModule): string {
  if (path === null) return join(folderOf(name), "_esm.js");
  return join(folderOf(name), extname(path) ? path : `${path}._esm.js`);
}

async function bundle(module: NpmModule, modules: readonly NpmModule[]): Promise<void> {
  const {name, path} = module;
  await build({
    entryPoints: [path === null ? name : `${name}/${path}`],
    absWorkingDir: projectFolder,
    nodePaths: [folderAbove(name)],
    outfile: outputOf(module),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "inline",
    define: {"process.env.NODE_ENV": '"production"'},
    plugins: [sharedModules(module, modules)],
    logLevel: "error"
  });
}

/**
 * A package imported by its bare name, all it depends on inside: Framework would make a file of each package that it
 * depends on, and a page would ask for a hundred of them.
 */
async function bundleWhole(name: string): Promise<void> {
  await build({
    entryPoints: [name],
    absWorkingDir: projectFolder,
    nodePaths: [folderAbove(name)],
    outfile: join(nodeFolder(), `${name}@${versionOf(name)}`, "index.js"),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "inline",
    logLevel: "error"
  });
}

/** Imports of another vendored package stay imports, so that there is one copy of each on a page. */
function sharedModules(own: NpmModule, modules: readonly NpmModule[]): Plugin {
  const shared = new Map(modules.filter(({path}) => path === null).map((module) => [module.name, module]));
  return {
    name: "shared-modules",
    setup({onResolve}) {
      onResolve({filter: /^[@\w]/}, ({path, kind}) => {
        const module = shared.get(path);
        if (kind === "entry-point" || module === undefined || module.name === own.name) return undefined;
        const to = relative(dirname(outputOf(own)), outputOf(module)).replaceAll("\\", "/");
        return {path: to.startsWith(".") ? to : `./${to}`, external: true};
      });
    }
  };
}

function copyAsset(name: string, file: string): void {
  const to = join(folderOf(name), file);
  mkdirSync(dirname(to), {recursive: true});
  copyFileSync(join(packageFolder(name), file), to);
}
