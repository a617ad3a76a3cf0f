import type {Effort, Model} from "../model/model.js";
import {parseProvider} from "../model/provider.js";

/** How a role is asked, whoever plays it. */
interface Asking {
  temperature: number;
  topP: number | null;
  maxTokens: number; // output tokens, thinking included
  thinking: number; // token budget; 0: none
  effort: Effort | null; // instead of a budget
  system: string | null;
  stop: string[];
  showThinking: boolean; // of a target: the judge sees its thinking too
}

/** A role as the study file describes it, in its normal form, before its model is made. */
export interface RoleSpec extends Asking {
  model: string; // provider:model
  context: number | null; // tokens that the model takes; null: not known
  timeoutInMs: number | null; // of one request; null: what the model's calls usually take decides
  headers: Record<string, string>;
  body: Record<string, unknown>; // added to each request's body
  pin: string[]; // upstream providers of a router
  baseUrl: string | null; // instead of the provider's own
  key: string | null; // environment variable that holds the key, instead of the provider's own
}

/** A role with its model made, ready to be asked. */
export interface RoleSettings extends Asking {
  model: Model;
  context?: number | null; // tokens that the model takes; null: not known
}

export const isLabModel = (model: string): boolean => parseProvider(model).provider === "lab";
