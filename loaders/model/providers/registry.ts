import {anthropicProvider} from "./anthropic.js";
import type {ProviderDefinition} from "./definition.js";
import {geminiProvider} from "./gemini.js";
import {httpProvider} from "./http.js";
import {labProvider} from "./lab.js";
import {openAiProvider} from "./openai.js";
import {openRouterProvider} from "./openrouter.js";
import {vllmProvider} from "./vllm.js";
import {xaiProvider} from "./xai.js";

const registered: ProviderDefinition[] = [
  labProvider,
  openAiProvider,
  anthropicProvider,
  openRouterProvider,
  geminiProvider,
  xaiProvider,
  vllmProvider,
  httpProvider
];

/** Every provider that a model's name can begin with, those registered from outside last. */
export const allProviders = (): readonly ProviderDefinition[] => registered;

export const findProvider = (name: string): ProviderDefinition | undefined =>
  registered.find((provider) => provider.name === name);

/**
 * Adds a provider for this process; returns a function that removes it. Throws an Error when the name is taken or can't
 * begin a model's name.
 */
export function registerProvider(provider: ProviderDefinition): () => void {
  const {name} = provider;
  if (!/^[a-z][a-z0-9_-]*$/.test(name) || name === "https")
    throw new Error(`bad name of a provider: ${name}; expected lower case letters, digits, - and _`);
  if (findProvider(name) !== undefined) throw new Error(`provider is registered already: ${name}`);
  registered.push(provider);
  return () => {
    const at = registered.indexOf(provider);
    if (at >= 0) registered.splice(at, 1);
  };
}
