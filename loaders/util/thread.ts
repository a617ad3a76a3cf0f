import {parentPort, Worker, type Transferable} from "node:worker_threads";
import {isUserError, UserError} from "./user-error.js";

interface Call {
  id: number;
  method: string;
  argument: unknown;
}

type ThreadReply = {id: number; value: unknown} | {id: number; error: {name: string; message: string}};

/** A value of a worker's answer that is moved, not copied. */
export class Moved<T> {
  constructor(
    readonly value: T,
    readonly parts: Transferable[]
  ) {}
}

/**
 * A thread that answers calls one after the other; it owns what it was given. It does not keep the process alive while
 * nothing is asked of it. Every call rejects once the thread is closed or has died.
 */
export class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, {resolve: (value: unknown) => void; reject: (error: unknown) => void}>();
  #calls = 0;
  #ended: Error | null = null;

  /** Starts `module`, a TypeScript file that calls `serveCalls`. */
  constructor(module: URL) {
    this.#worker = new Worker(new URL("./thread-entry.js", import.meta.url), {workerData: {module: module.href}});
    this.#worker.unref();
    this.#worker.on("message", (reply: ThreadReply) => this.#take(reply));
    this.#worker.on("error", (error: Error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("worker thread closed")));
  }

  async call<T>(method: string, argument: unknown = null, parts: Transferable[] = []): Promise<T> {
    if (this.#ended) throw this.#ended;
    return new Promise((resolve, reject) => {
      const id = this.#calls++;
      this.#waiting.set(id, {resolve: resolve as (value: unknown) => void, reject});
      this.#worker.ref();
      this.#worker.postMessage({id, method, argument} satisfies Call, parts);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(reply: ThreadReply): void {
    const waiting = this.#waiting.get(reply.id)!;
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("value" in reply) waiting.resolve(reply.value);
    else waiting.reject(toError(reply.error));
  }

  #end(error: Error): void {
    this.#ended ??= missingPackage(error) ?? error;
    for (const {reject} of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

function toError(error: {name: string; message: string}): Error {
  const {name, message} = error;
  if (name === "UserError") return new UserError(message);
  return missingPackage(error) ?? Object.assign(new Error(message), {name});
}

/** A UserError for an optional package that is not there: its install script failed. Undefined for other errors. */
function missingPackage({message}: {message: string}): UserError | undefined {
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
  return name === undefined ? undefined : new UserError(`${name} is not installed: run npm install --ignore-scripts`);
}

/** Answers the calls of the thread's owner: the name of a call is a key of `handlers`. */
export function serveCalls(handlers: Record<string, (argument: never) => unknown>): void {
  let last: Promise<unknown> = Promise.resolve();
  parentPort!.on("message", (call: Call) => {
    last = last.then(() => answer(handlers, call));
  });
}

async function answer(handlers: Record<string, (argument: never) => unknown>, call: Call): Promise<void> {
  const {id, method, argument} = call;
  try {
    const value = await handlers[method]!(argument as never);
    const moved = value instanceof Moved ? value : new Moved(value, []);
    parentPort!.postMessage({id, value: moved.value} satisfies ThreadReply, moved.parts);
  } catch (error) {
    const {name, message} = error instanceof Error ? error : new Error(String(error));
    parentPort!.postMessage({
      id,
      error: {name: isUserError(error) ? "UserError" : name, message}
    } satisfies ThreadReply);
  }
}
