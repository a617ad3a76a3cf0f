import {createRequire} from "node:module";
import type * as AnthropicSdk from "@anthropic-ai/sdk";
import type * as OpenAiSdk from "openai";

const require = createRequire(import.meta.url);

/** A package that is loaded with the first model of its provider: each is hundreds of files, and many studies need none. */
class Sdk<T> {
  #loaded: T | undefined;

  constructor(private readonly name: string) {}

  get(): T {
    return (this.#loaded ??= require(this.name) as T);
  }

  /** The package, if a model has needed it. */
  get loaded(): T | undefined {
    return this.#loaded;
  }
}

export const openAiSdk = new Sdk<typeof OpenAiSdk>("openai");
export const anthropicSdk = new Sdk<typeof AnthropicSdk>("@anthropic-ai/sdk");
