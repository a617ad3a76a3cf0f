import type {z} from "zod";
import type {Rubric} from "../../util/rubric.js";
import type {StudyFacts} from "../place.js";
import type {MeasureSettings, ProbeSource} from "../settings.js";

/** What a measure says of one response; both null where it can't be measured. */
export interface MeasuredValue {
  value: number | null; // 1 holds, 0 does not; a count
  label: string | null; // what was found
}

/** Measures a response; `expected` is the answer key of its prompt. */
export type Reader = (response: string, expected: string | null) => MeasuredValue;

/** How the values of a group's samples are summed up: a share of samples, a mean, or not at all. */
export type MeasureSummary = "rate" | "mean" | "none";

/**
 * A kind of measure. A study file writes it as a map whose key is the kind, with _ for -, or as the kind alone, or both
 * ways. Either the judges score a response by a rubric, or a program reads it.
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
  normalize(input: Input, facts: StudyFacts): Settings;
  /** Throws when the prompts are not what the measure needs. */
  check?(settings: Settings, source: ProbeSource, facts: StudyFacts): void;
}

interface MeasuredByJudge<Settings> {
  by: "judge";
  /** What the judges score by. In tables the measure has the rubric's name. */
  rubric(settings: Settings): Rubric;
}

interface MeasuredByProgram<Settings> {
  by: "program";
  summary(settings: Settings): MeasureSummary;
  /** May load what it needs: a tokenizer, say. */
  createReader(settings: Settings): Reader | Promise<Reader>;
}

const longestLabel = 60; // characters

/** A measure that holds or does not, and what was found. */
export const holds = (does: boolean, label: string | null): MeasuredValue => ({
  value: does ? 1 : 0,
  label: label?.slice(0, longestLabel) ?? null
});
