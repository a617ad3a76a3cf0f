import {spawn, type ChildProcess} from "node:child_process";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {projectFolder, workspaceFolder} from "../util/paths.js";
import {configFile, versionsFolder} from "./stage/places.js";

const require = createRequire(import.meta.url);
const frameworkFolder = dirname(require.resolve("@observablehq/framework/package.json"));
const bin = join(frameworkFolder, "dist", "bin", "observable.js");
const preload = (file: string): string =>
  `--import=${pathToFileURL(fileURLToPath(new URL(file, import.meta.url))).href}`;
const roomForGarbage = "--max-semi-space-size=64"; // MB; a build makes much that is soon garbage: 3 s less to collect
const everywhere = [preload("./offline.js"), preload("./local-only.js")]; // in data loaders too

const steady = preload("./steady-pages.js");

/**
 * Starts Observable Framework in the workspace, cut off from the network; its server answers this machine alone. Pages of
 * a `preview` follow the files of `versionsFolder()`.
 */
export function startFramework(args: string[], environment: Record<string, string> = {}): ChildProcess {
  const options = [process.env.NODE_OPTIONS, ...everywhere].filter(Boolean).join(" ");
  return spawn(
    process.execPath,
    [
      roomForGarbage,
      preload("./one-window.js"),
      ...(args[0] === "preview" ? [steady] : []),
      bin,
      ...args,
      "--config",
      configFile()
    ],
    {
      cwd: workspaceFolder(),
      env: {
        ...process.env,
        SURFTURF_WORKSPACE: workspaceFolder(),
        SURFTURF_VERSIONS: versionsFolder(),
        TSX_TSCONFIG_PATH: join(projectFolder, "tsconfig.json"), // not that of the workspace
        NODE_OPTIONS: options,
        OBSERVABLE_TELEMETRY_DISABLE: "1",
        ...environment
      },
      stdio: ["ignore", "pipe", "pipe"]
    }
  );
}

/** All that a child process says, line by line, to `log`; resolves to its exit code. */
export function followLines(child: ChildProcess, log: (line: string) => void): Promise<number> {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop()!;
      for (const line of lines) log(line);
    });
    stream?.on("end", () => rest && log(rest));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
