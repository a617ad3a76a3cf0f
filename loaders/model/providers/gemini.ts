import {openAiCompatible} from "./openai-compatible.js";

export const geminiProvider = openAiCompatible({
  name: "gemini",
  baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
  keyVariable: "GEMINI_API_KEY",
  docs: {}
});
