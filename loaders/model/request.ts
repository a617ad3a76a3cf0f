/** What a model is asked. */

export interface Message {
  role: "user" | "assistant";
  content: string;
  constant?: number; // leading characters that many requests share: providers can cache them
}

export interface ModelRequest {
  messages: Message[];
  system?: string;
  temperature?: number; // the provider's default when absent
  topP?: number;
  maxTokens: number; // output tokens, thinking included where the API counts it so
  stop?: string[];
  thinking?: number; // token budget for thinking; 0 or absent: none
  effort?: Effort; // how hard to think, for models that take a word instead of a number of tokens
  seed?: number; // unsigned 32-bit; adapters send it where the API takes one, below 2^31
  leaveOut?: LeftOut[]; // known here, for ids and budgets, but not sent
}

/** All that a model reads of a request. */
export const promptOf = ({system = "", messages}: Pick<ModelRequest, "system" | "messages">): string =>
  [system, ...messages.map(({content}) => content)].join("\n");

export type LeftOut = "seed" | "max_tokens";

export const efforts = ["low", "medium", "high"] as const;
export type Effort = (typeof efforts)[number];
