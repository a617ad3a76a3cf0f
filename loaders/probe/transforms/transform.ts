import type {z} from "zod";
import type {StudyFacts} from "../place.js";
import type {VariantSettings} from "../settings.js";

/** A way to change prompts. A study file writes it as its name, or as a map that has its name as a key. */
export type TransformDefinition<Input = unknown, Variant extends VariantSettings = VariantSettings> = TransformCommon<
  Input,
  Variant
> &
  (ChangedByProgram<Variant> | ChangedByModel<Variant>);

interface TransformCommon<Input, Variant extends VariantSettings> {
  name: string;
  form: string; // as a study file writes it, for docs
  doc: string; // what it makes of a prompt, one line
  spec?: z.ZodType<Input>; // of its map; absent: its name alone
  /** Throws `errorAt` with the path inside the map. */
  normalize(input: Input, facts: StudyFacts): Variant;
}

interface ChangedByProgram<Variant> {
  by: "program";
  /** The same prompt and seed make the same change. */
  apply(variant: Variant, prompt: string, seed: number): string;
}

interface ChangedByModel<Variant> {
  by: "model";
  /** What the rewording model is told to do. */
  instruction(variant: Variant): string;
}
