import {z} from "zod";
import {checkPrompts} from "../measure/rules/check-prompts.js";
import {isPromptSource} from "../step/prompt-source.js";
import type {Step} from "../step/step.js";
import {normalizeSurf} from "./normalize.js";
import type {SurfSettings} from "./settings.js";
import {surfSpec, type SurfInput} from "./spec.js";
import {searchPool, SurfRun} from "./surf-run.js";

/** The step `surf`: a search for each rubric and target (paper section 3.1). A study has it unless `surf` is false. */
export const surfStep: Step<SurfInput, SurfSettings> = {
  name: "surf",
  about: "search for prompts that make a target violate a rubric",
  dependsOn: [],
  isDefault: true,
  spec: () => z.union([z.literal(false), surfSpec], "expected a map, or false for no search"),
  normalize(input, {attributes, canWrite, errorAt}) {
    if (!canWrite)
      throw errorAt(
        ["models"],
        "missing query: the search needs a model that writes queries, or corpus:<index or file>"
      );
    if (attributes === "")
      throw errorAt(["attributes"], "missing: expected lab, index:<name>, or the path of a .jsonl or .parquet pool");
    return normalizeSurf(input);
  },
  async check(settings, {study, pools, roles: {query}}) {
    const queries = {from: "queries of a search"};
    for (const [i, rubric] of study.rubrics.entries())
      checkPrompts(rubric, queries, (message) => study.errorAt(["rubrics", i], message));
    const pool = await searchPool(settings, pools);
    if (isPromptSource(query)) await query.open(pool);
  },
  create: (settings, tools) => new SurfRun(settings, tools),
  async estimate(settings, context) {
    const {estimateSurf} = await import("./estimate.js"); // loads a tokenizer
    return estimateSurf(settings, context);
  }
};
