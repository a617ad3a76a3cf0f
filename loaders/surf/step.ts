import {isDeepStrictEqual} from "node:util";
import {z} from "zod";
import {checkPrompts} from "../measure/rules/check-prompts.js";
import {isPromptSource} from "../step/prompt-source.js";
import type {Step} from "../step/step.js";
import {normalizeSurf} from "./normalize.js";
import type {Study} from "../step/study.js";
import {contrastRole} from "./contrast.js";
import {spellOutContext} from "./search-context.js";
import {openCheck} from "./check/open-check.js";
import {checkRole} from "./check/settings.js";
import type {SurfSettings} from "./settings.js";
import {needsJudge} from "../util/rubric.js";
import {surfSpec, type SurfInput} from "./spec.js";
import {searchPool, SurfRun} from "./surf-run.js";

/** The step `surf`: a search for each rubric and target (paper section 3.1). A study has it unless `surf` is false. */
export const surfStep: Step<SurfInput, SurfSettings> = {
  name: "surf",
  about: "search for prompts that make a target violate a rubric",
  dependsOn: [],
  isDefault: true,
  spec: () => z.union([z.literal(false), surfSpec], "expected a map, or false for no search"),
  normalize(input, file) {
    const {attributes, canWrite, errorAt} = file;
    if (!canWrite)
      throw errorAt(
        ["models"],
        "missing query: the search needs a model that writes queries, or corpus:<index or file>"
      );
    if (attributes === "")
      throw errorAt(["attributes"], "missing: expected lab, index:<name>, or the path of a .jsonl or .parquet pool");
    return normalizeSurf(input, file);
  },
  roles: ({contrast, check}) => [
    ...(contrast === null ? [] : [{role: contrastRole, spec: contrast, path: ["surf", contrastRole]}]),
    ...(typeof check === "object" ? [{role: checkRole, spec: check.role, path: ["surf", checkRole]}] : [])
  ],
  async check(settings, prepared) {
    const {study, pools, roles} = prepared;
    checkContrast(settings, study);
    checkDimensions(settings, study);
    await spellOutContext(settings, prepared);
    const queries = {from: "queries of a search"};
    for (const [i, rubric] of study.rubrics.entries())
      checkPrompts(rubric, queries, (message) => study.errorAt(["rubrics", i], message));
    const pool = await searchPool(settings, pools);
    openCheck(settings, pool, prepared);
    if (isPromptSource(roles.query)) await roles.query.open(pool);
  },
  cut: (_, {rubrics, targets}) =>
    rubrics.flatMap(({name: rubric}) => targets.map(({model: target}) => ({rubric, target, after: []}))),
  create: (settings, tools) => new SurfRun(settings, tools),
  async estimate(settings, context) {
    const {estimateSurf} = await import("./estimate.js"); // loads a tokenizer
    return estimateSurf(settings, context);
  },
  describe: ({contrast, severity, check, ...settings}) => ({
    ...settings,
    ...(check !== undefined && {check: check === "rules" ? check : {model: check.role.model, share: check.share}}),
    severity: severity.map(({name, hash}) => ({name, hash})),
    contrast: contrast?.model ?? null // the role is in `models`
  })
};

/** Throws an error at its key if a dimension of severity needs a judge that the study lacks. */
function checkDimensions({severity}: SurfSettings, {judges, errorAt}: Study): void {
  const judged = severity.findIndex(needsJudge);
  if (judged < 0 || judges.length > 0) return;
  throw errorAt(["surf", "severity", judged], `${severity[judged]!.name} is judged: expected a model in models.judge`);
}

/** Throws an error at its key if the contrast model is a target, asked in the same way. */
function checkContrast({contrast}: SurfSettings, {targets, errorAt}: Study): void {
  if (contrast === null || !targets.some((target) => isDeepStrictEqual(target, contrast))) return;
  const cure = "expected another model, such as its base or an earlier version, or another system prompt";
  throw errorAt(["surf", contrastRole], `${contrast.model} is the target itself: ${cure}`);
}
