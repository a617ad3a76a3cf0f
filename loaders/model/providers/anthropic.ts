import {createAnthropicModel} from "../anthropic.js";
import type {ProviderDefinition} from "./definition.js";

export const anthropicProvider: ProviderDefinition = {
  name: "anthropic",
  baseUrl: "https://api.anthropic.com",
  keyVariable: "ANTHROPIC_API_KEY",
  needsLimit: true,
  batches: true,
  docs: {
    names: "`anthropic:...`",
    api: "Anthropic messages",
    thinking: "a budget in tokens; adaptive, by effort, where the model takes no budget"
  },
  createModel: createAnthropicModel,
  createEmbedder: null
};
