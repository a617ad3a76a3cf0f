import {openAiCompatible} from "./openai-compatible.js";

export const xaiProvider = openAiCompatible({
  name: "xai",
  baseUrl: "https://api.x.ai/v1",
  keyVariable: "XAI_API_KEY",
  docs: {}
});
