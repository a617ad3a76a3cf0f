import {RuleTally} from "../measure/rules/check-rule.js";
import type {Rubric} from "../util/rubric.js";
import type {Candidate} from "./candidate.js";

const looked = 200; // candidates after which a rule that fires for all or none is worth a word

/** Watches the rule of a rubric: once enough candidates were asked, a line says if it fired for all or none of them. */
export function watchRule({name, rule}: Rubric, log: (line: string) => void): (candidate: Candidate) => void {
  if (rule === undefined) return () => undefined;
  const tally = new RuleTally(name, looked);
  return ({ruled}) => {
    if (ruled === undefined || tally.count >= looked) return;
    tally.add(ruled.fired === null ? null : Number(ruled.fired));
    const line = tally.count < looked ? null : tally.end("answers so far");
    if (line !== null) log(line);
  };
}
