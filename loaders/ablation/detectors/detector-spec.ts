import {z} from "zod";
import {ruleSpec} from "../../measure/rules/rule-spec.js";
import {share, text, trimmed, whole} from "../../step/spec-parts.js";
import {chosenSpec, hasKey, refusal} from "../../util/chosen-spec.js";

const sampleKeys = {labelled: trimmed.optional(), precision: share.lt(1, "expected a share below 1").optional()};

const byRule = z.strictObject({rule: ruleSpec(), ...sampleKeys});
const byModel = z.strictObject({ask: text, batch: whole(1, 50).optional(), ...sampleKeys});

export type DetectorInput = z.output<typeof byRule> | z.output<typeof byModel>;

/** A yes/no predicate on training pairs, as a user writes it (docs/ablation.md). */
export const detectorSpec: z.ZodType<DetectorInput> = chosenSpec((value): z.ZodType<DetectorInput> => {
  if (hasKey(value, "ask")) return byModel;
  return hasKey(value, "rule") ? byRule : refusal("expected {rule: ...} or {ask: a question}");
});
