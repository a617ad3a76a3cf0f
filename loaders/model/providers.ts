/** What the providers differ in. Everything else is the same adapter. */
export const providerNames = ["openai", "anthropic", "openrouter", "gemini", "xai", "vllm", "http", "lab"] as const;
export type ProviderName = (typeof providerNames)[number];
export type HostedName = Exclude<ProviderName, "lab">;

/**
 * How thinking is asked for: a budget in tokens (`anthropic`, `openrouter`), low, medium or high (`effort`), or a
 * switch of the chat template (`template`).
 */
export type ThinkingForm = "anthropic" | "openrouter" | "effort" | "template";

export interface ProviderTraits {
  baseUrl: string | null; // null: the name of the model holds it
  keyVariable: string | null; // null: no key needed
  wire: "openai" | "anthropic";
  limitParameter: "max_tokens" | "max_completion_tokens";
  takesSeed: boolean;
  thinking: ThinkingForm;
  temperatureWhileThinking: boolean; // false: the API refuses one
  batches: boolean; // it has a batch API
}

const openAiWire = {
  wire: "openai",
  limitParameter: "max_tokens",
  takesSeed: false,
  thinking: "effort",
  temperatureWhileThinking: true,
  batches: false
} as const;

export const providers: Record<HostedName, ProviderTraits> = {
  openai: {
    ...openAiWire,
    baseUrl: "https://api.openai.com/v1",
    keyVariable: "OPENAI_API_KEY",
    limitParameter: "max_completion_tokens",
    temperatureWhileThinking: false,
    batches: true
  },
  anthropic: {
    baseUrl: "https://api.anthropic.com",
    keyVariable: "ANTHROPIC_API_KEY",
    wire: "anthropic",
    limitParameter: "max_tokens",
    takesSeed: false,
    thinking: "anthropic",
    temperatureWhileThinking: false,
    batches: true
  },
  openrouter: {
    ...openAiWire,
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    takesSeed: true,
    thinking: "openrouter"
  },
  gemini: {
    ...openAiWire,
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    keyVariable: "GEMINI_API_KEY"
  },
  xai: {...openAiWire, baseUrl: "https://api.x.ai/v1", keyVariable: "XAI_API_KEY"},
  vllm: {
    ...openAiWire,
    baseUrl: "http://127.0.0.1:8000/v1",
    keyVariable: null,
    takesSeed: true,
    thinking: "template"
  },
  http: {...openAiWire, baseUrl: null, keyVariable: null, takesSeed: true}
};
