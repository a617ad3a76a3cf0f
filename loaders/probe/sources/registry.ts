import {originalPrompt, type ProbePrompt} from "../probe-run.js";
import {createRegistry} from "../../util/registry.js";
import {isLate, type LateSource, type ProbeSource} from "../settings.js";
import {fileSource} from "./file.js";
import {findingsSource} from "./findings.js";
import {listSource} from "./list.js";
import type {FindContext, KeyedSource, PromptsForm, SourceDefinition} from "./source.js";
import {templateSource} from "./template.js";

/** All sources of prompts, in the order of docs/probes.md. A new one is a file and a line here. */
const sources = createRegistry<SourceDefinition>({what: "source of prompts", nameOf: ({name}) => name}, [
  listSource,
  fileSource,
  findingsSource,
  templateSource
]);

export const allSources = sources.all;

/** Adds a source to those that a study file may name, and returns a function that removes it. */
export const registerSource = <Input, Late extends LateSource>(
  definition: SourceDefinition<Input, Late>
): (() => void) => sources.register(definition);

export const isKeyed = (source: SourceDefinition): source is KeyedSource<unknown> => "keys" in source;
export const isForm = (source: SourceDefinition): source is PromptsForm<unknown> => !isKeyed(source);

/** The prompts of a source when the probe runs. */
export function promptsOf(source: ProbeSource, context: FindContext): ProbePrompt[] {
  if (!isLate(source)) return source.map((prompt) => originalPrompt(prompt));
  const definition = sources.get(source.from);
  if (definition.find !== undefined) return definition.find(source, context);
  throw new Error(`the source ${source.from} does not say how to find its prompts`);
}
