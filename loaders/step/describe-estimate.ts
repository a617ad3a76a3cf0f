import {shortModel} from "../../src/shared/modelNames.js";
import type {Range, RoleEstimate} from "./estimate-role.js";

/** A rounded count with thousands separators. */
export const countInWords = (value: number): string => Math.round(value).toLocaleString("en-US");

const range = (values: Range, show: (value: number) => string): string => values.map(show).join(" / ");
const dollars = (value: number): string => `$${value.toFixed(value < 10 ? 2 : 0)}`;

/** The total cost of roles in US dollars, low / likely / high, and which of their models have no known price. */
export function totalOf(roles: readonly RoleEstimate[]): {cost: Range; unpriced: string[]} {
  const cost = [0, 1, 2].map((i) => roles.reduce((sum, {cost}) => sum + (cost?.[i] ?? 0), 0)) as Range;
  return {cost, unpriced: [...new Set(roles.flatMap(({model, cost}) => (cost === null ? model : [])))]};
}

/** An estimate as lines of text: its roles, the total, then a line for each assumption. */
export function estimateLines(
  roles: readonly RoleEstimate[],
  {cost, unpriced, assumptions}: {cost: Range; unpriced: readonly string[]; assumptions: readonly string[]},
  shown: (model: string) => string = shortModel
): string[] {
  const rest = unpriced.length === 0 ? "" : `, plus ${unpriced.map(shown).join(", ")}, whose price is unknown`;
  return [
    ...roles.flatMap((role) => roleLines(role, shown)),
    `  total: ${range(cost, dollars)}${rest}`,
    ...assumptions.map((line) => `  assumed: ${line}`)
  ];
}

function roleLines(estimate: RoleEstimate, shown: (model: string) => string): string[] {
  const {step, role, model, batched, cost, price} = estimate;
  const {calls, inputTokens, outputTokens} = estimate;
  const counts = {calls, "input tokens": inputTokens, "output tokens": outputTokens};
  const shownCounts = Object.entries(counts).map(([name, values]) => `${name} ${range(values, countInWords)}`);
  const dollarsOrCure = cost === null ? `price unknown: add ${model} to data/prices.yaml` : range(cost, dollars);
  return [
    `  ${step}: ${role} ${shown(model)}${batched ? ", in batches" : ""}`,
    `    ${shownCounts.join("; ")}`,
    `    ${dollarsOrCure}${price === null ? "" : ` (${price})`}`
  ];
}
