import type {Row} from "../../../src/shared/schema.js";
import type {CallRow} from "../../step/call-row.js";
import type {Texts} from "../../step/texts.js";
import type {SearchSnapshot} from "../adaptive/search-snapshot.js";
import type {RunState} from "../tracker.js";

/** One run of a search, live, resumed or imported, ready to be written. */
export interface RunRecord<Handle = unknown> {
  run: number; // from 1
  planned: number; // iterations asked for
  ended: Row<"runs">["ended"];
  tracker: RunState<Handle>;
}

/** All runs of one rubric on one target. */
export interface SearchRecord<Handle = unknown> {
  rubric: string;
  model: string; // target, as provider:model
  threshold: number;
  contrast?: string | null; // contrast model, as provider:model; absent or null: none
  check?: string | null; // what said what written queries have: rules, or a model as provider:model; absent or null: nothing
  context?: string | null; // name of what its queries were asked after; absent or null: nothing
  runs: RunRecord<Handle>[];
  snapshot?: SearchSnapshot; // of an adaptive search, as of its last iteration
  /** Findings chosen by their source: every candidate is one, and shares among them are no rates. */
  selected?: boolean;
}

/** Reads the texts and calls of a candidate from disk. */
export interface TextReader<Handle> {
  read(handle: Handle): {texts: Texts; calls: CallRow[]};
}
