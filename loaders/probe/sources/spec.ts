import type {z} from "zod";
import {chosenSpec, hasKey, refusal} from "../../util/chosen-spec.js";
import type {StudyFacts} from "../place.js";
import type {ProbeSource} from "../settings.js";
import {allSources, isForm, isKeyed} from "./registry.js";

/** The key `prompts` as the study file says it; its normal form needs the study's rubrics. */
export type PromptsInput = (facts: StudyFacts) => ProbeSource;

/** The key `prompts`, in all forms that are registered by the time a file is read. */
export const promptsSpec = () => chosenSpec(specOf);

/** The keys of a probe that say its prompts instead of `prompts`, and what goes with them. */
export const sourceKeys = (): z.ZodRawShape =>
  Object.assign({}, ...allSources().map((source) => (isKeyed(source) ? source.keys : {}))) as z.ZodRawShape;

function specOf(value: unknown): z.ZodType<PromptsInput> {
  const forms = allSources().filter(isForm);
  const form = forms.find(({key}) => (key === null ? Array.isArray(value) : hasKey(value, key)));
  if (form !== undefined)
    return form.spec.transform(
      (input): PromptsInput =>
        (facts) =>
          form.normalize(input, facts)
    );
  const maps = forms.flatMap(({key}) => (key === null ? [] : key));
  return refusal(`expected a list of prompts, or a map with the key ${maps.join(" or ")}`);
}
