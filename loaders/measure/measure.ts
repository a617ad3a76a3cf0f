import type {z} from "zod";
import type {Rubric} from "../util/rubric.js";
import type {MeasureSettings} from "../util/rule.js";

export type {MeasureSettings};

/** What a measure says of one text; both null where it can't be measured. */
export interface MeasuredValue {
  value: number | null; // 1 holds, 0 does not; a count
  label: string | null; // what was found
}

/** Measures a text, mostly a response; `expected` is the answer key of its prompt. */
export type Reader = (text: string, expected: string | null) => MeasuredValue;

/** How the values of a group's samples are summed up: a share of samples, a mean, or not at all. */
export type MeasureSummary = "rate" | "mean" | "none";

/** What the normal form of a measure is made with; `errorAt` places a problem at the line of its key. */
export interface MeasureFacts {
  rubrics: readonly Rubric[];
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** The prompts whose answers are measured, or where they will come from. */
export type MeasuredPrompts = readonly {item: string; expected: string | null}[] | {from: string};

/** The texts for which a measure holds, as far as that is known without a text: numbers in a range, or certain words. */
export type Extent = {min: number; max: number} | {oneOf: readonly string[]} | "every text" | "no text";

/**
 * A kind of measure. A file writes it as a map whose key is the kind, with _ for -, or as the kind alone, or both ways.
 * Either a program reads a text, or the judges score a response by a rubric. Rules have only measures by program.
 */
export type MeasureDefinition<Input = unknown, Settings extends MeasureSettings = MeasureSettings> = MeasureCommon<
  Input,
  Settings
> &
  (MeasuredByJudge<Settings> | MeasuredByProgram<Settings>);

interface MeasureCommon<Input, Settings extends MeasureSettings> {
  kind: string;
  form: string; // as a study file writes it, for docs
  doc: string; // what it measures, one line
  alone?: Settings; // of the kind without a map
  spec?: z.ZodType<Input>; // of the map
  /** Throws `errorAt` with the path inside the map. */
  normalize(input: Input, facts: MeasureFacts): Settings;
  /** Throws when the prompts are not what the measure needs. */
  check?(settings: Settings, prompts: MeasuredPrompts, facts: Pick<MeasureFacts, "errorAt">): void;
}

interface MeasuredByJudge<Settings> {
  by: "judge";
  /** What the judges score by. In tables the measure has the rubric's name. */
  rubric(settings: Settings): Rubric;
}

interface MeasuredByProgram<Settings> {
  by: "program";
  summary(settings: Settings): MeasureSummary;
  /** For which texts it holds; lets a rule that can't fire be refused. Defaults to unknown. */
  extent?(settings: Settings): Extent | null;
  /** May load what it needs: a tokenizer, say. */
  createReader(settings: Settings): Reader | Promise<Reader>;
}

const longestLabel = 60; // characters

/** A measure that holds or does not, and what was found. */
export const holds = (does: boolean, label: string | null): MeasuredValue => ({
  value: does ? 1 : 0,
  label: label?.slice(0, longestLabel) ?? null
});
