import {createRegistry} from "../../util/registry.js";
import type {VariantSettings} from "../settings.js";
import {extractionTransform} from "./extraction.js";
import {formalTransform} from "./formal.js";
import {latexTransform} from "./latex.js";
import {isBuiltin} from "./program.js";
import {rewriteTransform} from "./rewrite.js";
import {prefixTransform, suffixTransform, templateTransform} from "./template.js";
import type {TransformDefinition} from "./transform.js";
import {twoPartTransform} from "./two-part.js";

/** All transforms, in the order of docs/probes.md. A new one is a file and a line here. */
const transforms = createRegistry<TransformDefinition>({what: "transform", nameOf: ({name}) => name}, [
  latexTransform,
  extractionTransform,
  formalTransform,
  twoPartTransform,
  prefixTransform,
  suffixTransform,
  templateTransform,
  rewriteTransform
]);

export const allTransforms = transforms.all;

/** Adds a transform to those that a study file may name, and returns a function that removes it. */
export const registerTransform = <Input, Variant extends VariantSettings>(
  definition: TransformDefinition<Input, Variant>
): (() => void) => transforms.register(definition);

export const transformOf = (variant: VariantSettings): TransformDefinition =>
  transforms.get(isBuiltin(variant) ? variant.transform : variant.change);

/** A prompt changed without a model; null where a model changes it. The same prompt and seed make the same change. */
export function applyVariant(variant: VariantSettings, prompt: string, seed: number): string | null {
  const definition = transformOf(variant);
  return definition.by === "program" ? definition.apply(variant, prompt, seed) : null;
}

/** Whether a model is asked for each changed prompt. */
export const isByModel = (variant: VariantSettings): boolean => transformOf(variant).by === "model";
