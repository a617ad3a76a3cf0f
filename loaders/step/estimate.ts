import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Prices} from "../model/prices.js";
import type {Range, RoleEstimate} from "./estimate-role.js";
import type {PromptSource} from "./prompt-source.js";
import type {ExchangeRole, RoleSpec} from "./role.js";
import type {Study} from "./study.js";

/** What the estimates of all steps share. */
export interface EstimateContext {
  study: Study;
  observed: ReadonlyMap<string, Range>; // output tokens by role, from the journal
  prices: Prices;
  answers(role: ExchangeRole, spec: RoleSpec): Range; // output tokens of one answer
  pool(): Promise<AttributePool>; // the study's attributes
  prompts: PromptSource | null; // the corpus of its queries; null: a model writes them
}

/** What one step will ask. */
export interface StepEstimate {
  roles: RoleEstimate[];
  assumptions: string[]; // a line each
  candidates?: number; // of a search in which no run ends early
}

/** Output tokens of one answer, where nothing was observed yet. */
export const assumedAnswer: Record<ExchangeRole, Range> = {
  query: [30, 80, 200],
  target: [150, 500, 1200],
  judge: [60, 150, 400]
};

/** Output tokens of an answer: as observed, or else as assumed plus a share of the thinking budget. */
export function answersFrom(observed: ReadonlyMap<string, Range>): EstimateContext["answers"] {
  return (role, {maxTokens, thinking}) => {
    const seen = observed.get(role);
    const base = seen ?? assumedAnswer[role];
    const thought: Range = seen === undefined ? [thinking * 0.2, thinking * 0.6, thinking] : [0, 0, 0];
    return base.map((tokens, i) => Math.min(maxTokens ?? Infinity, tokens + thought[i]!)) as Range;
  };
}

/** Says where the length of a role's answers comes from. */
export function answerSource(role: ExchangeRole, observed: ReadonlyMap<string, Range>): string {
  const output = `Output of the ${role} role`;
  if (observed.has(role)) return `${output}: 10th percentile, mean and 90th percentile of its answers in the journal.`;
  const tokens = assumedAnswer[role].join(", ");
  return `${output}, nothing observed yet: ${tokens} tokens, plus 20%, 60% or 100% of a thinking budget.`;
}
