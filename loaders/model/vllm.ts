import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {setTimeout as sleep} from "node:timers/promises";
import {UserError} from "../util/user-error.js";
import {parseAddress} from "./address.js";
import type {ModelServer, ServerOptions} from "./providers/definition.js";

const pollInMs = 500;
const maxStopInMs = 30_000;

/**
 * Makes sure that vLLM serves a model at an address: attaches to whatever answers there, else starts `vllm serve`
 * and waits until it is healthy. Returns the server it started, null when it attached. Throws a UserError when vLLM
 * can't be started or ends before it is healthy.
 */
export async function ensureVllm(
  model: string,
  baseUrl: string,
  options: ServerOptions = {}
): Promise<ModelServer | null> {
  const {log = () => undefined, signal, maxStartInMs = 1_800_000} = options;
  if (await isThere(baseUrl)) return null;
  const {hostname, port} = new URL(baseUrl);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new UserError(
      `no vLLM answers at ${baseUrl}: start it there, or leave base_url out to have one started here`
    );
  log(`starting vllm serve ${model}`);
  const args = ["serve", model, "--host", "127.0.0.1", "--port", port || "80", ...moreArguments()];
  const child = spawn("vllm", args, {stdio: ["ignore", "pipe", "pipe"], detached: true});
  const said = lastLines(child);
  let ended: string | null = null;
  child.on("error", () => (ended = "vllm is not installed: pip install vllm, or start a server and give its base_url"));
  child.on("close", (code) => (ended ??= `vllm serve ${model} ended with code ${code}: ${said()}`));
  const server = {stop: () => stop(child)};
  const deadline = Date.now() + maxStartInMs;
  for (;;) {
    await sleep(pollInMs, undefined, {signal}).catch(() => undefined);
    if (ended !== null) throw new UserError(ended);
    if (await isHealthy(baseUrl)) return server;
    if (signal?.aborted || Date.now() > deadline) {
      await server.stop();
      signal?.throwIfAborted();
      throw new UserError(`vllm serve ${model} was not healthy after ${Math.round(maxStartInMs / 60_000)} minutes`);
    }
  }
}

/** Arguments for `vllm serve` that depend on the machine, such as over how many GPUs a model is spread. */
const moreArguments = (): string[] => process.env.SURFTURF_VLLM_ARGS?.split(/\s+/).filter((word) => word !== "") ?? [];

/** Whether anything listens at an address. What it is, the first call will say. */
async function isThere(baseUrl: string): Promise<boolean> {
  const {base, query} = parseAddress(baseUrl);
  const response = await fetch(`${base}/models${query && `?${query}`}`, {
    redirect: "manual",
    signal: AbortSignal.timeout(2000)
  }).catch((error: unknown) => (isTimeout(error) ? "slow" : null));
  if (response instanceof Response) await response.body?.cancel();
  return response !== null;
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

async function isHealthy(baseUrl: string): Promise<boolean> {
  const address = new URL("/health", baseUrl);
  return fetch(address, {signal: AbortSignal.timeout(2000)}).then(
    ({ok}) => ok,
    () => false
  );
}

/** Ends vLLM and the workers it started. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, "close");
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), maxStopInMs);
  await closed;
  clearTimeout(timer);
}

function lastLines(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-2000)));
  return () => text.trim().split("\n").slice(-3).join("; ");
}
