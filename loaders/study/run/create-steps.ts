import {excerpt} from "../../../src/shared/excerpt.js";
import type {Row} from "../../../src/shared/schema.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {Found, StepTools} from "../../step/step-run.js";
import type {Recorder} from "../../store/recorder.js";
import {stepsOf} from "../steps.js";
import {LiveStep, type Watch} from "./live-step.js";

const exampleLength = 120; // characters

/** Watches whether a study that costs something learns from its calls. */
export function watchOf(recorder: Recorder): Watch {
  return {
    isAsking: () => recorder.asked > 0,
    exampleOf(call) {
      const {text, error} = recorder.journal.read(call);
      return (
        error ?? (text === null || text.trim() === "" ? null : JSON.stringify(excerpt(text.trim(), exampleLength)))
      );
    },
    hold: (step, why) => recorder.hold(step, why)
  };
}

/** Creates the steps of a study, in order. */
export function createSteps(
  prepared: PreparedStudy,
  records: Pick<StepTools, "recorder" | "journal" | "batches" | "share" | "phase" | "results">
): LiveStep[] {
  const live: LiveStep[] = [];
  const shared = new Map<string, unknown>();
  const tools: StepTools = {
    prepared,
    ...records,
    found: foundBy(live),
    shared<T>(key: string, make: () => T): T {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    }
  };
  for (const {step, settings} of stepsOf(prepared.study)) live.push(new LiveStep(step, step.create(settings, tools)));
  return live;
}

/** What the search found, with the findings described by every step; empty without a search. */
function foundBy(live: readonly LiveStep[]): Found {
  const results = () => live.map((step) => step.rows().results).find((each) => each !== undefined);
  const describe = (finding: Row<"findings">) => live.reduce((row, step) => step.describeFinding(row), finding);
  return {
    candidates: () => results()?.candidates() ?? [],
    findings: () => (results()?.findings() ?? []).map(describe),
    regions: () => results()?.regions() ?? [],
    textsOf: (candidate) => results()!.textsOf(candidate)
  };
}
