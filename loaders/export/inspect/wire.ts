import {randomUUID} from "node:crypto";
import type {TurnRole} from "../../../src/shared/transcript.js";

/** What Inspect reads from a log, as far as we write it. The names are its own (`inspect_ai.log`, version 2). */

export type Metadata = Record<string, unknown>;

export interface WireMessage {
  id: string;
  role: TurnRole;
  content: string | ({type: "reasoning"; reasoning: string} | {type: "text"; text: string})[];
  source?: "input" | "generate";
  model?: string;
  tool_calls?: {id: string; function: string; arguments: unknown; type: "function"}[];
  function?: string; // the tool that answered
  error?: {type: "unknown"; message: string};
}

export interface WireUsage {
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  total_cost?: number; // US dollars
}

export interface WireScore {
  value: number | string; // NaN: there is none, and `reason` says why
  answer?: string;
  explanation?: string;
  reason?: string;
  metadata: Metadata;
}

export interface WireError {
  message: string;
  traceback: string;
  traceback_ansi: string;
}

/** An error without a trace: what failed is not on record but in words. */
export const wireError = (message: string): WireError => ({message, traceback: message, traceback_ansi: message});

const nan = `NaN ${randomUUID()}`; // no text of a study can be it

/** JSON in which NaN is the bare word, as Inspect writes a score that is missing. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (Number.isNaN(each) ? nan : each)).replaceAll(`"${nan}"`, "NaN");

/** A date as Inspect takes it: UTC, in whole seconds. */
export const wireDate = (date: string | null): string =>
  (date === null ? new Date(0) : new Date(date)).toISOString().replace(/\.\d+Z$/, "+00:00");

/** A model as Inspect names models: provider/model. An address stays as it is. */
export const wireModel = (model: string): string => model.replace(/^([\w.-]+):(?!\/\/)/, "$1/");
