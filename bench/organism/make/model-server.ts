import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import {join} from "node:path";
import {text} from "node:stream/consumers";
import {setTimeout as sleep} from "node:timers/promises";

export const port = 8190;
const ownPort = 8191; // of the model that is loaded
const slots = 24;
const contextPerSlot = 512; // tokens
const maxStartInMs = 120_000;

/**
 * Serves every model that train.py writes under one address, by its name. llama.cpp has one of them in memory at a time:
 * a request for another one waits until the answers under way are done.
 */
export async function serveModels(home: string): Promise<{close(): Promise<void>}> {
  const loaded = new LoadedModel(home);
  const server = createServer((request, response) => void answer(loaded, request, response));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await loaded.stop();
    }
  };
}

async function answer(loaded: LoadedModel, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await text(request);
    const {model} = JSON.parse(body) as {model: string};
    const reply = await loaded.use(model, () =>
      fetch(`http://127.0.0.1:${ownPort}${request.url}`, {
        method: "POST",
        body,
        headers: {"content-type": "application/json"}
      }).then(async (each) => ({status: each.status, body: await each.text()}))
    );
    response.writeHead(reply.status, {"content-type": "application/json"}).end(reply.body);
  } catch (error) {
    response.writeHead(500, {"content-type": "application/json"}).end(JSON.stringify({error: String(error)}));
  }
}

class LoadedModel {
  #name: string | null = null;
  #child: ChildProcess | null = null;
  #turn: Promise<unknown> = Promise.resolve(); // the last change of the model
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(private readonly home: string) {}

  async use<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const ready = this.#turn.then(() => this.#load(name));
    const asked = ready.then(() => {
      const answering = ask();
      this.#underWay.add(answering);
      return {answering: answering.finally(() => this.#underWay.delete(answering))};
    });
    this.#turn = asked.catch(() => undefined);
    return (await asked).answering;
  }

  async #load(name: string): Promise<void> {
    if (name === this.#name) return;
    await Promise.allSettled(this.#underWay);
    await this.stop();
    const options = [
      "-np",
      String(slots),
      "-c",
      String(slots * contextPerSlot),
      "-t",
      "1",
      "--poll",
      "0",
      "--cache-ram",
      "0"
    ];
    const file = join(this.home, "models", `${name}.gguf`);
    const address = ["--host", "127.0.0.1", "--port", String(ownPort)];
    const args = ["-m", file, ...address, ...options, "--chat-template", "chatml"];
    this.#child = spawn(join(this.home, "build", "bin", "llama-server"), args, {stdio: "ignore"});
    await waitUntilUp(this.#child, name);
    this.#name = name;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    [this.#child, this.#name] = [null, null];
    if (child === null || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

async function waitUntilUp(child: ChildProcess, name: string): Promise<void> {
  for (const start = Date.now(); Date.now() - start < maxStartInMs && child.exitCode === null; await sleep(300)) {
    const isUp = await fetch(`http://127.0.0.1:${ownPort}/health`).then(
      ({ok}) => ok,
      () => false
    );
    if (isUp) return;
  }
  throw new Error(`llama-server does not serve ${name} on port ${ownPort}`);
}
