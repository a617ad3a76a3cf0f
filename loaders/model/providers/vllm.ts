import {ensureVllm} from "../vllm.js";
import {openAiCompatible} from "./openai-compatible.js";

const baseUrl = "http://127.0.0.1:8000/v1";

export const vllmProvider = openAiCompatible({
  name: "vllm",
  baseUrl,
  keyVariable: null,
  traits: {takesSeed: true, thinking: "template"},
  docs: {api: `OpenAI-compatible, at \`${baseUrl}\``, thinking: "the chat template's switch"},
  ensureServer: ensureVllm
});
