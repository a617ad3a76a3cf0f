import {createOpenAiEmbedder} from "../openai-embedder.js";
import type {OpenAiTraits} from "../openai-request.js";
import {createOpenAiModel} from "../openai.js";
import type {ProviderDefinition} from "./definition.js";

type OwnKeys = "createModel" | "createEmbedder" | "batches" | "docs";

/** A provider behind OpenAI's chat completions. */
export interface OpenAiCompatible extends Omit<ProviderDefinition, OwnKeys> {
  traits?: Partial<OpenAiTraits>;
  batches?: boolean; // it has OpenAI's batch API (default false)
  docs: Partial<ProviderDefinition["docs"]>;
}

const plainTraits: OpenAiTraits = {
  limitParameter: "max_tokens",
  takesSeed: false,
  thinking: "effort",
  temperatureWhileThinking: true
};

/** Fills in what providers behind OpenAI's chat completions have in common. */
export function openAiCompatible({
  traits: own,
  batches = false,
  docs,
  ...definition
}: OpenAiCompatible): ProviderDefinition {
  const traits = {...plainTraits, ...own};
  return {
    ...definition,
    batches,
    docs: {names: `\`${definition.name}:...\``, api: "OpenAI-compatible", thinking: "`reasoning_effort`", ...docs},
    createModel: (connection) => createOpenAiModel(connection, {traits, batches}),
    createEmbedder: createOpenAiEmbedder
  };
}
