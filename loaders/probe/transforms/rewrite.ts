import {z} from "zod";
import type {VariantSettings} from "../settings.js";
import {name, text} from "../../step/spec-parts.js";
import type {TransformDefinition} from "./transform.js";

interface RewriteVariant extends VariantSettings {
  instruction: string;
}

const spec = z.strictObject({name: name.optional(), rewrite: text});

export const rewriteTransform: TransformDefinition<z.output<typeof spec>, RewriteVariant> = {
  name: "rewrite",
  form: "`{rewrite: instruction}`",
  doc: "rewritten by a model that follows the instruction",
  spec,
  normalize: (input) => ({name: input.name ?? "rewrite", change: "rewrite", instruction: input.rewrite}),
  by: "model",
  instruction: ({instruction}) => instruction
};
