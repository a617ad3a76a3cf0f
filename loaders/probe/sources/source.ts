import type {z} from "zod";
import type {StudyFacts} from "../place.js";
import type {FoundPrompt, ProbePrompt} from "../probe-run.js";
import type {LateSource, PlainPrompt} from "../settings.js";

/**
 * Where the prompts of a probe come from: a form of the key `prompts`, or keys of the probe itself. The prompts are
 * there when the study file is read, or else found when the probe runs.
 */
export type SourceDefinition<Input = unknown, Late extends LateSource = LateSource> =
  PromptsForm<Input, Late> | KeyedSource<Input, Late>;

interface SourceCommon<Input, Late extends LateSource> {
  name: string;
  form: string; // as a study file writes it, for docs
  doc: string; // which prompts, one line
  /** The prompts, or where to find them. Throws `errorAt` with the path inside the input. */
  normalize(input: Input, facts: StudyFacts): PlainPrompt[] | Late;
  /** Finds the prompts when the probe runs; of a source that is known earlier it is not called. */
  find?(source: Late, context: FindContext): ProbePrompt[];
}

/**
 * A form of the key `prompts`. Its prompts have the probe's `expected` where they have none of their own, and numbers
 * as items where two items are alike.
 */
export interface PromptsForm<Input, Late extends LateSource = LateSource> extends SourceCommon<Input, Late> {
  key: string | null; // that the map below `prompts` has; null: a list
  spec: z.ZodType<Input>; // of what `prompts` holds
}

/** Keys of the probe, of which the first has the name of the source. */
export interface KeyedSource<Input, Late extends LateSource = LateSource> extends SourceCommon<Input, Late> {
  keys: z.ZodRawShape; // all optional
}

/** What a source may use to find its prompts. */
export interface FindContext {
  findings(): FoundPrompt[]; // of the search, the best first
  transfer: boolean; // findings of one model are asked of all targets
}
