import type {Effort, Model} from "../model/model.js";
import {parseProvider, providerOf} from "../model/provider.js";

/** The roles of one exchange: the query is written, answered and judged. */
export type ExchangeRole = "query" | "target" | "judge";

/** How a role is asked, whatever its model. */
interface AskSettings {
  temperature: number | null; // null: the provider's
  topP: number | null;
  maxTokens: number | null; // output tokens, thinking included; null: the provider's
  thinking: number; // token budget; 0: no thinking
  effort: Effort | null; // instead of a token budget
  system: string | null;
  stop: string[] | null; // null: none, even where a prompt has one of its own
  seed?: null; // null: no seed is sent; absent: each call's own, where the API takes one
  showThinking: boolean; // of a target: whether the judge sees its thinking too
  truncated?: "judge"; // of a target: an answer that its token limit cut off is judged as it is; absent: unscored
}

/** A role of the study file in its normal form, before its model is created. */
export interface RoleSpec extends AskSettings {
  model: string; // provider:model
  context: number | null; // tokens that the model reads; null: unknown
  timeoutInMs: number | null; // of one request; null: what the model's calls usually take decides
  headers: Record<string, string>;
  body: Record<string, unknown>; // added to the body of each request
  pin: string[]; // upstream providers of a router
  baseUrl: string | null; // instead of the provider's own
  address?: string; // where a server listens that was started for it; requests have the same ids at any address
  key: string | null; // environment variable that holds the key, instead of the provider's own
}

/** A role with its model, ready to be asked. */
export interface RoleSettings extends AskSettings {
  model: Model;
  context?: number | null; // tokens that the model reads; null: unknown
}

/** Whether the lab plays a model, given as provider:model. */
export const isLabModel = (model: string): boolean => parseProvider(model).provider === "lab";

/** Whether asking a model, given as provider:model, costs nothing. */
export const isFreeModel = (model: string): boolean => providerOf(model).free === true;
