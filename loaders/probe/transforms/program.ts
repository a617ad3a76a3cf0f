import {createRandom, seedOf, type Random} from "../../util/random.js";
import type {VariantSettings} from "../settings.js";
import type {TransformDefinition} from "./transform.js";

/** A transform without settings, by a program that this product brings. */
export interface BuiltinVariant extends VariantSettings {
  change: "builtin";
  transform: string;
}

export const isBuiltin = (variant: VariantSettings): variant is BuiltinVariant => variant.change === "builtin";

/** A transform that a study file names without more. */
export const program = (
  name: string,
  doc: string,
  change: (prompt: string, random: Random) => string
): TransformDefinition<unknown, BuiltinVariant> => ({
  name,
  form: `\`${name}\``,
  doc,
  normalize: () => ({name, change: "builtin", transform: name}),
  by: "program",
  apply: (variant, prompt, seed) => change(prompt, createRandom(seedOf(seed, variant.name, prompt)))
});
