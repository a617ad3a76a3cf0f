import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Prices} from "../model/prices.js";
import type {Range, RoleEstimate} from "./estimate-role.js";
import type {RoleSpec} from "./role.js";
import type {Study} from "./study.js";

/** Roles of an exchange, whose answers have lengths that are known or assumed. */
export type ExchangeRole = "query" | "target" | "judge";

/** What the estimates of all steps share. */
export interface EstimateContext {
  study: Study;
  observed: ReadonlyMap<string, Range>; // output tokens by role, from the journal
  prices: Prices;
  answers(role: ExchangeRole, spec: RoleSpec): Range; // output tokens of one answer
  pool(): Promise<AttributePool>; // the study's attributes
}

/** What one step will ask. */
export interface StepEstimate {
  roles: RoleEstimate[];
  assumptions: string[]; // a line each
  candidates?: number; // of a search, if no run ends early
}

/** What one answer takes, in tokens, where nothing was observed. */
export const assumedAnswer: Record<ExchangeRole, Range> = {
  query: [30, 80, 200],
  target: [150, 500, 1200],
  judge: [60, 150, 400]
};

/** Output tokens of an answer: as observed, else as assumed with a share of the thinking budget. */
export function answersFrom(observed: ReadonlyMap<string, Range>): EstimateContext["answers"] {
  return (role, {maxTokens, thinking}) => {
    const seen = observed.get(role);
    const base = seen ?? assumedAnswer[role];
    const thought: Range = seen === undefined ? [thinking * 0.2, thinking * 0.6, thinking] : [0, 0, 0];
    return base.map((tokens, i) => Math.min(maxTokens ?? Infinity, tokens + thought[i]!)) as Range;
  };
}

/** Where the length of a role's answers comes from, for a reader. */
export const answerSource = (role: ExchangeRole, observed: ReadonlyMap<string, Range>): string =>
  observed.has(role)
    ? `Output of the ${role} role: 10th percentile, mean and 90th percentile of its answers in the journal.`
    : `Output of the ${role} role, nothing observed yet: ${assumedAnswer[role].join(", ")} tokens, plus a fifth, three fifths or all of a thinking budget.`;
