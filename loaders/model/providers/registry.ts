import {createRegistry} from "../../util/registry.js";
import {anthropicProvider} from "./anthropic.js";
import type {ProviderDefinition} from "./definition.js";
import {geminiProvider} from "./gemini.js";
import {httpProvider} from "./http.js";
import {labProvider} from "./lab.js";
import {openAiProvider} from "./openai.js";
import {openRouterProvider} from "./openrouter.js";
import {recordedProvider} from "./recorded.js";
import {vllmProvider} from "./vllm.js";
import {xaiProvider} from "./xai.js";

const providers = createRegistry<ProviderDefinition>({what: "provider", nameOf: ({name}) => name}, [
  labProvider,
  openAiProvider,
  anthropicProvider,
  openRouterProvider,
  geminiProvider,
  xaiProvider,
  recordedProvider,
  vllmProvider,
  httpProvider
]);

/** Every provider that a model's name can begin with, those registered from outside last. */
export const allProviders = providers.all;

export const findProvider = providers.find;

/**
 * Adds a provider for this process; returns a function that removes it. Throws an Error when the name is taken or can't
 * begin a model's name.
 */
export function registerProvider(provider: ProviderDefinition): () => void {
  const {name} = provider;
  if (!/^[a-z][a-z0-9_-]*$/.test(name) || name === "https")
    throw new Error(`bad name of a provider: ${name}; expected lower case letters, digits, - and _`);
  return providers.register(provider);
}
