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
  const rest = unpriced.length === 0 ? "" : `, plus ${unpriced.join(", ")}, whose price is not known`;
  return [
    ...roles.flatMap(roleLines),
    `  total: ${range(cost, dollars)}${rest}`,
    ...assumptions.map((line) => `  assumed: ${line}`)
  ];
}

function roleLines({
  step,
  role,
  model,
  batched,
  calls,
  inputTokens,
  outputTokens,
  cost,
  price
}: RoleEstimate): string[] {
  const counts = {calls, "input tokens": inputTokens, "output tokens": outputTokens};
  const dollarsOrCure = cost === null ? "price not known: add it to data/prices.yaml" : range(cost, dollars);
  return [
    `  ${step}: ${role} ${model}${batched ? ", in batches" : ""}`,
    `    ${Object.entries(counts)
      .map(([name, values]) => `${name} ${range(values, countInWords)}`)
      .join("; ")}`,
    `    ${dollarsOrCure}${price === null ? "" : ` (${price})`}`
  ];
}
