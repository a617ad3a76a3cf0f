import {spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

type Environment = Record<string, string>;

/** Runs a TypeScript file in a process of its own, with one JSON argument; returns the JSON it prints. */
export async function runChild<T>(file: URL, argument: unknown, environment: Environment = {}): Promise<T> {
  const text = await output(process.execPath, ["--import", "tsx", fileURLToPath(file), JSON.stringify(argument)], {
    environment
  });
  return JSON.parse(text) as T;
}

/** What a command prints. Throws when it fails. */
export function output(
  command: string,
  args: readonly string[],
  {folder, environment = {}}: {folder?: string; environment?: Environment} = {}
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: {...process.env, ...environment},
      stdio: ["ignore", "pipe", "inherit"]
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ended with code ${code}`))));
  });
}
