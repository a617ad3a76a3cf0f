import type {Model, ModelRequest} from "./model.js";

export interface DeadlineOptions {
  minInMs?: number; // never less (default a minute)
  maxInMs?: number; // of a call of a model that is not known yet (default ten minutes)
  thinkingInMs?: number; // the same where it thinks (default half an hour)
  perTokenInMs?: number; // slow models write 20 tokens a second (default 50)
  answers?: number; // that a model must have given before they count (default 20)
}

const lastAnswers = 100; // of a model: the slowest of them is its usual
const factor = 10; // slower than this times the slowest is a stall
const absoluteMaxInMs = 3_600_000;

const usual = {minInMs: 60_000, maxInMs: 600_000, thinkingInMs: 1_800_000, perTokenInMs: 50, answers: 20};

/**
 * How long a call may take, headers and body: ten minutes (half an hour where the model thinks), or ten times as long as
 * the slowest of the model's last hundred answers. Each time it ends without an answer it gets twice as long.
 */
export class Deadlines {
  readonly #latencies = new Map<string, number[]>();
  readonly #thinks = new Set<string>(); // models that were seen to think
  readonly #options: Required<DeadlineOptions>;

  constructor(options: DeadlineOptions = {}) {
    this.#options = {...usual, ...options};
  }

  /** Ms that the next request of a call may take, after some of its requests timed out. */
  of({identity, timeoutInMs}: Model, request: ModelRequest, timeouts: number): number {
    if (timeoutInMs != null) return timeoutInMs;
    const longest = this.#longest(identity, request);
    return Math.min(Math.max(absoluteMaxInMs, longest), this.#usual(identity, longest) * 2 ** timeouts);
  }

  answered({identity}: Model, latencyInMs: number, thought: boolean): void {
    const latencies = this.#latencies.get(identity) ?? [];
    latencies.push(latencyInMs);
    if (latencies.length > lastAnswers) latencies.shift();
    this.#latencies.set(identity, latencies);
    if (thought) this.#thinks.add(identity);
  }

  #longest(identity: string, {maxTokens, thinking = 0, effort}: ModelRequest): number {
    const {maxInMs, thinkingInMs, perTokenInMs} = this.#options;
    const thinks = thinking > 0 || effort !== undefined || this.#thinks.has(identity);
    return Math.max(thinks ? thinkingInMs : maxInMs, (maxTokens + thinking) * perTokenInMs);
  }

  #usual(identity: string, longest: number): number {
    const {minInMs, answers} = this.#options;
    const latencies = this.#latencies.get(identity) ?? [];
    if (latencies.length < answers) return longest;
    return Math.min(longest, Math.max(minInMs, factor * Math.max(...latencies)));
  }
}
