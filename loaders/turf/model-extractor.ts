import type {Model, ModelRequest} from "../model/model.js";
import {askMany, type ManyOptions} from "../store/ask-many.js";
import type {CallPurpose, RecordedCall} from "../store/recorded-call.js";
import type {Recorder} from "../store/recorder.js";
import {isRefusal} from "../surf/gate.js";
import {extractPrompt} from "./extract-prompt.js";
import type {Side} from "./side.js";
import type {Extracted, Extractor, ExtractReason} from "./extractor.js";
import {safeParseAttributes} from "./parse-attributes.js";
import {unusableReason} from "./unusable.js";

export interface ModelExtractorOptions extends ManyOptions {
  recorder: Recorder;
  model: Model;
  purpose?: CallPurpose; // defaults to the step `turf` and the role `extract`
  parameters?: Omit<ModelRequest, "messages" | "maxTokens">; // temperature, system, thinking, ... of the role
  maxTokens?: number; // defaults to 1024
  onCall?: (ordinal: number) => void;
}

/**
 * Has a model write the attributes: two requests a pair, each distinct text once, through the journal and in batches
 * where the provider has them. An answer that failed, was refused, cut off or can't be read gives no attribute of that
 * side, and a reason. Throws as `askMany` does.
 */
export function createModelExtractor(options: ModelExtractorOptions): Extractor {
  return {name: options.model.identity, extract: (pairs) => extract(pairs, options)};
}

type SideResult = {attributes: string[]; reason: ExtractReason | null};

async function extract(
  pairs: readonly {query: string; response: string}[],
  options: ModelExtractorOptions
): Promise<Extracted[]> {
  const texts = new Map<string, {side: Side; text: string}>();
  for (const {query, response} of pairs) {
    texts.set(`query\u0000${query}`, {side: "query", text: query});
    texts.set(`response\u0000${response}`, {side: "response", text: response});
  }
  const results = await ask(texts, options);
  return pairs.map(({query, response}) => {
    const asked = results.get(`query\u0000${query}`)!;
    const answered = results.get(`response\u0000${response}`)!;
    return {query: asked.attributes, response: answered.attributes, reason: asked.reason ?? answered.reason};
  });
}

async function ask(
  texts: ReadonlyMap<string, {side: Side; text: string}>,
  {
    recorder,
    model,
    purpose = {step: "turf", role: "extract"},
    parameters,
    maxTokens = 1024,
    onCall,
    ...many
  }: ModelExtractorOptions
): Promise<Map<string, SideResult>> {
  const asked = [...texts].filter(([, {text}]) => text.trim() !== "");
  const requests = asked.map(([, {side, text}]) => ({...parameters, messages: extractPrompt(side, text), maxTokens}));
  const calls = await askMany(recorder, model, requests, purpose, many);
  for (const {ordinal} of calls) onCall?.(ordinal);
  const results = new Map<string, SideResult>(asked.map(([key, {side}], i) => [key, toResult(side, calls[i]!)]));
  for (const key of texts.keys()) if (!results.has(key)) results.set(key, {attributes: [], reason: "empty"});
  return results;
}

function toResult(side: Side, {reply}: RecordedCall): SideResult {
  const reason = unusableReason(reply);
  if (reason !== null) return {attributes: [], reason};
  const parsed = safeParseAttributes(side, reply!.text);
  if (parsed.success) return {attributes: parsed.value, reason: null};
  return {attributes: [], reason: isRefusal(reply!.text) ? "refused" : "unparsable"};
}
