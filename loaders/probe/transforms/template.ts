import {z} from "zod";
import type {VariantSettings} from "../settings.js";
import type {StudyFacts} from "../place.js";
import {name, text} from "../../step/spec-parts.js";
import type {TransformDefinition} from "./transform.js";

/** A text around the prompt, which is at `{prompt}`. */
export interface TemplateVariant extends VariantSettings {
  change: "template";
  template: string;
}

export const templateVariant = (name: string, template: string): TemplateVariant => ({
  name,
  change: "template",
  template
});

export const fillPrompt = ({template}: TemplateVariant, prompt: string): string =>
  template.replaceAll("{prompt}", () => prompt);

const filling = {by: "program", apply: fillPrompt} as const;

const prefixSpec = z.strictObject({name: name.optional(), prefix: text});
const suffixSpec = z.strictObject({name: name.optional(), suffix: text});
const templateSpec = z.strictObject({name: name.optional(), template: text});

export const prefixTransform: TransformDefinition<z.output<typeof prefixSpec>, TemplateVariant> = {
  name: "prefix",
  form: "`{prefix: text}`",
  doc: "after a text",
  spec: prefixSpec,
  normalize: (input) => templateVariant(input.name ?? "prefix", `${input.prefix}{prompt}`),
  ...filling
};

export const suffixTransform: TransformDefinition<z.output<typeof suffixSpec>, TemplateVariant> = {
  name: "suffix",
  form: "`{suffix: text}`",
  doc: "before a text",
  spec: suffixSpec,
  normalize: (input) => templateVariant(input.name ?? "suffix", `{prompt}${input.suffix}`),
  ...filling
};

export const templateTransform: TransformDefinition<z.output<typeof templateSpec>, TemplateVariant> = {
  name: "template",
  form: '`{template: "... {prompt} ..."}`',
  doc: "inside a text",
  spec: templateSpec,
  normalize(input, facts) {
    const variant = templateVariant(input.name ?? "template", input.template);
    checkHoldsPrompt(variant, facts);
    if (variant.template.trim() !== "{prompt}") return variant;
    throw facts.errorAt([], `${variant.name} changes nothing: expected more than {prompt}`);
  },
  ...filling
};

/** Throws when a template has no place for the prompt. */
export function checkHoldsPrompt({name, template}: TemplateVariant, {errorAt}: StudyFacts): void {
  if (!template.includes("{prompt}")) throw errorAt([], `${name}: expected {prompt} in the template`);
}
