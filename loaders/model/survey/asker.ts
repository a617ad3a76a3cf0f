import type {Model, ModelReply, ModelRequest} from "../model.js";
import {OutOfTime} from "./ability.js";

/** An answer with the time it took. */
export interface TimedReply extends ModelReply {
  inMs: number;
  said: string; // text and thinking
}

export interface AskerOptions {
  limitInMs: number; // of all calls together
  signal?: AbortSignal;
  onCall?: (calls: number) => void;
}

/** Asks one model the short questions of a survey, within a time. */
export class Asker {
  readonly #until: number;
  readonly #changes = new Set<string>();
  #calls = 0;

  constructor(
    private readonly model: Model,
    private readonly options: AskerOptions
  ) {
    this.#until = performance.now() + options.limitInMs;
  }

  get calls(): number {
    return this.#calls;
  }

  /** What of the requests the model refused, and was left out or sent in another form. */
  get changes(): string[] {
    return [...this.#changes];
  }

  /** Asks once. Throws an OutOfTime, a ModelError, or the signal's reason. */
  ask(prompt: string, more: Partial<ModelRequest> = {}): Promise<TimedReply> {
    return this.timed(async ({signal, timeoutInMs}) => {
      const request = {messages: [{role: "user", content: prompt} as const], temperature: 1, maxTokens: 32, ...more};
      const reply = await this.model.ask(request, {...(signal && {signal}), timeoutInMs});
      for (const change of reply.changes ?? []) this.#changes.add(change);
      return {...reply, said: `${reply.thinking}${reply.text}`};
    });
  }

  /** Makes a call that counts as one of the survey's. */
  async timed<T extends object>(
    send: (options: {signal?: AbortSignal; timeoutInMs: number}) => Promise<T>
  ): Promise<T & {inMs: number}> {
    const begun = performance.now();
    const timeoutInMs = this.#until - begun;
    if (timeoutInMs < 1) throw new OutOfTime();
    this.#calls++;
    this.options.onCall?.(this.#calls);
    const {signal} = this.options;
    const value = await send({...(signal && {signal}), timeoutInMs});
    return {...value, inMs: performance.now() - begun};
  }
}
