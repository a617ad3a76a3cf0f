import {openAiCompatible} from "./openai-compatible.js";

export const openAiProvider = openAiCompatible({
  name: "openai",
  baseUrl: "https://api.openai.com/v1",
  keyVariable: "OPENAI_API_KEY",
  batches: true,
  traits: {limitParameter: "max_completion_tokens", temperatureWhileThinking: false},
  docs: {api: "OpenAI chat completions", thinking: "`reasoning_effort` low, medium or high"}
});
