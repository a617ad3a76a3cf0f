import {openAiCompatible} from "./openai-compatible.js";

export const openRouterProvider = openAiCompatible({
  name: "openrouter",
  baseUrl: "https://openrouter.ai/api/v1",
  keyVariable: "OPENROUTER_API_KEY",
  traits: {takesSeed: true, thinking: "budget"},
  docs: {thinking: "a budget in tokens"},
  pin: (upstreams) => ({provider: {order: upstreams, allow_fallbacks: false}})
});
