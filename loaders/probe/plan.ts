import {drawSeed} from "../model/recorded/draw.js";
import {toRequest} from "../surf/exchange.js";
import {messagesIn, roleIn, type SpelledContext} from "../step/contexts/context.js";
import type {RoleSettings} from "../step/role.js";
import {seedOf} from "../util/random.js";
import type {ProbeContext, ProbeRun} from "./probe-run.js";

/** One sample to be asked. */
export interface PlannedSample {
  prompt: number; // index in the run
  context: SpelledContext;
  target: RoleSettings;
  sample: number; // from 1
}

/** The samples of all used prompts, by prompt, target and context, as far as they are in the share. */
export function planSamples({prompts, contexts, settings}: ProbeRun, {roles, share}: ProbeContext): PlannedSample[] {
  const plan: PlannedSample[] = [];
  prompts.forEach(({rejected, models}, prompt) => {
    if (rejected !== null) return;
    const asked = models ?? settings.models;
    for (const target of roles.targets) {
      if (asked !== null && !asked.includes(target.model.name)) continue;
      if (share !== undefined && share.target !== target.model.name) continue;
      for (const context of contexts)
        for (let sample = 1; sample <= settings.samples; sample++) plan.push({prompt, context, target, sample});
    }
  });
  return plan;
}

/** What a target is asked for a sample, and the sample's seed. */
export function targetRequest({settings, prompts}: ProbeRun, {prompt, context, target, sample}: PlannedSample) {
  const {query} = prompts[prompt]!;
  const {temperature, seed, step, name} = settings;
  const role = roleIn(context, {...target, ...(temperature !== null && {temperature})});
  const own = seedOf(seed, step, name, query, context.name, sample);
  const asked = target.model.recording === undefined ? own : drawSeed(seed, query, sample - 1, {forward: false});
  return {seed: own, request: toRequest(role, messagesIn(context, query), asked)};
}
