import type {Range, RoleEstimate} from "./estimate-role.js";

export const countInWords = (value: number): string => Math.round(value).toLocaleString("en-US");

const range = (values: Range, show: (value: number) => string): string => values.map(show).join(" / ");
const dollars = (value: number): string => `$${value.toFixed(value < 10 ? 2 : 0)}`;

/** What a sum of roles costs, low / likely / high, and which of their models have no price. */
export function totalOf(roles: readonly RoleEstimate[]): {cost: Range; unpriced: string[]} {
  const cost = [0, 1, 2].map((i) => roles.reduce((sum, {cost}) => sum + (cost?.[i] ?? 0), 0)) as Range;
  return {cost, unpriced: [...new Set(roles.flatMap(({model, cost}) => (cost === null ? model : [])))]};
}

/** An estimate's roles, sum and assumptions for a reader, a line each. */
export function estimateLines(
  roles: readonly RoleEstimate[],
  {cost, unpriced, assumptions}: {cost: Range; unpriced: readonly string[]; assumptions: readonly string[]}
): string[] {
  const lines = roles.map(
    ({step, role, model, batched, calls, inputTokens, outputTokens, cost: own, price}) =>
      `  ${step === "surf" ? "" : `${step}: `}${role} ${model}${batched ? ", in batches" : ""}\n    calls ${range(calls, countInWords)}; input tokens ${range(inputTokens, countInWords)}; output tokens ${range(outputTokens, countInWords)}\n    ${own === null ? "price unknown: add it to data/prices.yaml" : range(own, dollars)}${price === null ? "" : ` (${price})`}`
  );
  return [
    ...lines,
    `  in all: ${range(cost, dollars)}${unpriced.length === 0 ? "" : `, and what ${unpriced.join(", ")} costs: no price is known`}`,
    ...assumptions.map((line) => `  assumed: ${line}`)
  ];
}
