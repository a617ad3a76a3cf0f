import {source, type TableSchema} from "./columns.js";

/** The table of a recorded model, in its own folder. */
export const recordingTables = {
  answers: {
    doc: "One row per answer that a model gave, sorted by prompt and number.",
    columns: {
      id: {
        type: "string",
        doc: "prompt: the first 16 hexadecimal digits of the SHA-256 of [system prompt, prompt] as JSON"
      },
      k: {type: "int32", doc: "number of the answer to its prompt, from 0"},
      prompt: {type: "string", doc: "the user's last message"},
      context: {
        type: "string",
        nullable: true,
        doc: "system prompt and messages before the prompt, as JSON; null where it has only the recording's system prompt"
      },
      source: {
        ...source,
        nullable: true,
        doc: "chunk that the prompt is from; null when it was not drawn from a corpus"
      },
      text: {type: "string", nullable: true, doc: "the answer; null when the call failed. Model output: hostile text"},
      thinking: {type: "string", nullable: true, doc: "its thinking; null when it has none"},
      stop: {type: "string", category: true, nullable: true, doc: "unified stop reason; null when the call failed"},
      raw: {type: "string", category: true, nullable: true, doc: "the provider's own word for it"},
      input_tokens: {type: "int32", nullable: true, doc: "tokens sent; null when the provider does not say"},
      output_tokens: {type: "int32", nullable: true, doc: "tokens received, thinking included"},
      seed: {type: "float64", nullable: true, doc: "seed of the request"},
      pinned: {
        type: "boolean",
        doc: "asked by a study: it answers that request again, and others only where the prompt has no other answers"
      },
      at: {type: "string", doc: "when it was answered, ISO date"},
      latency: {type: "float64", nullable: true, doc: "milliseconds"},
      error: {type: "string", category: true, nullable: true, doc: "why the call failed; null when it was answered"}
    }
  }
} as const satisfies Record<string, TableSchema>;
