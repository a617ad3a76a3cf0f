import {spawn, spawnSync, type ChildProcess} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {projectFolder} from "../../loaders/util/paths.js";

/** A repository of a user's own, made by `surfturf init`, in which the packed package is installed. */
export interface OwnRepository {
  folder: string; // my-audit, beside the tarball
  packed: string[]; // the files of the package
  write(path: string, text: string): void;
  npm(...args: string[]): string; // what it prints; throws if it fails
  node(...args: string[]): string;
  surfturf(...args: string[]): string;
  start(...args: string[]): ChildProcess; // a command of surfturf that goes on
  remove(): void;
}

/** That no package could be installed: the registry can't be reached. */
export class NoPackages extends Error {}

/** Packs the package and installs it in a new repository. Throws NoPackages if npm can't install what it depends on. */
export function makeOwnRepository(): OwnRepository {
  const root = mkdtempSync(join(tmpdir(), "surfturf-own-"));
  for (const script of ["types", "compile"]) run(projectFolder, "npm", "run", script); // no script of npm's own runs: .npmrc has ignore-scripts
  const json = run(projectFolder, "npm", "pack", "--json", "--pack-destination", root);
  const [{filename, files}] = JSON.parse(json) as [{filename: string; files: {path: string}[]}];
  const folder = join(root, "my-audit");
  const command = join(projectFolder, "loaders", "surfturf.js");
  run(root, process.execPath, command, "init", "my-audit", "--from", `file:../${filename}`);
  install(folder);
  const bin = join(folder, "node_modules", ".bin", "surfturf");
  return {
    folder,
    packed: files.map(({path}) => path),
    write(path, text) {
      const file = join(folder, path);
      mkdirSync(dirname(file), {recursive: true});
      writeFileSync(file, text);
    },
    npm: (...args) => run(folder, "npm", ...args),
    node: (...args) => run(folder, process.execPath, ...args),
    surfturf: (...args) => run(folder, bin, ...args),
    start: (...args) =>
      spawn(bin, args, {cwd: folder, env: plainEnvironment(), stdio: ["ignore", "pipe", "pipe"], detached: true}),
    remove: () => rmSync(root, {recursive: true, force: true})
  };
}

function install(folder: string): void {
  try {
    run(folder, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund");
  } catch (error) {
    throw /E(AI_AGAIN|NOTFOUND|CONNREFUSED|TIMEDOUT|NOTCACHED)|network/.test(String(error))
      ? new NoPackages(`the packages could not be installed: ${String(error).slice(0, 300)}`)
      : error;
  }
}

/** What a command prints. Throws with all of it if the command fails. */
export function run(cwd: string, command: string, ...args: string[]): string {
  const options = {cwd, env: plainEnvironment(), encoding: "utf8", maxBuffer: 64e6} as const;
  const {status, stdout, stderr} = spawnSync(command, args, {...options, stdio: ["ignore", "pipe", "pipe"]});
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** The environment without what npm and the tests of this project put there. */
const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|SURFTURF_|VITEST|NODE_OPTIONS)/.test(name)
    )
  );
