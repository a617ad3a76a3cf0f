import {makePlan} from "../study/units/find-plan.js";
import type {Plan, Unit} from "../engine/unit.js";
import {firstVariable, indexVariables} from "../engine/array-index.js";
import {makeIndexPlan} from "../tracing/units/find-plan.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {dollars, wholeFrom} from "./flags.js";
import {divisible, namedIndex} from "./index-spec.js";
import {print, printJson} from "./output.js";

interface PlanFlags {
  parts?: number;
  shards?: number;
  atOnce?: number;
  budget?: number;
  json?: boolean;
}

export const planCommand = defineCommand("plan", (command) =>
  command
    .description(
      "divide a study or an index into units that any machine can run: each with its number, its stage and what it needs"
    )
    .argument("<study>", "a study file, the name of one in data/studies, or an index file")
    .option(
      "--shards <n>",
      "divide an index into N shards (default 8); of a study: search the index of its traces in N units (default: its shards)",
      wholeFrom(1)
    )
    .option("--parts <n>", "divide the prompts of a step into N parts for each target (default 1)", wholeFrom(1))
    .option(
      "--at-once <n>",
      "how many units may ask at the same time: each gets that share of a provider's limits (default all)",
      wholeFrom(1)
    )
    .option("--budget <usd>", "US dollars that all units together may spend, instead of the study's budget", dollars)
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      `\nRun each with: surfturf unit <study> <id>, or with its number in ${indexVariables.slice(1, 3).join(" or ")} ` +
        `(plus ${firstVariable}).\nSee docs/cluster.md.`
    )
    .action(async (nameOrPath: string, {json, ...flags}: PlanFlags) => {
      const plan = await planOf(nameOrPath, flags);
      if (json) printJson(plan);
      else print(planInWords(plan));
    })
);

async function planOf(nameOrPath: string, {budget, parts, shards, atOnce}: PlanFlags): Promise<Plan> {
  const common = {...(atOnce !== undefined && {atOnce}), ...(budget !== undefined && {budgetInUsd: budget})};
  const named = namedIndex(nameOrPath);
  if (named === undefined) {
    const divided = {...(parts !== undefined && {parts}), ...(shards !== undefined && {shards})};
    return makePlan(nameOrPath, {...common, ...divided}).plan;
  }
  if (parts !== undefined)
    throw new UserError("an index has no prompts to divide: expected --shards", {key: "--parts"});
  const {index, budgetInUsd} = named;
  const divided = shards ?? named.shards;
  return makeIndexPlan(divisible(index), {budgetInUsd, ...common, ...(divided !== null && {shards: divided})});
}

/** A line for each unit, under its stage. */
export function planInWords({work, units}: Plan): string {
  const stages = [...new Set(units.map(({stage}) => stage))];
  const lines = stages.flatMap((stage) => {
    const own = units.map((unit, i) => ({unit, i})).filter(({unit}) => unit.stage === stage);
    const [first, last] = [own[0]!.i, own.at(-1)!.i];
    const numbers = first === last ? `unit ${first}` : `units ${first} to ${last}`;
    return [`stage ${stage}: ${numbers}`, ...own.map(({unit, i}) => `  ${i}  ${unit.id}${needsInWords(unit)}`)];
  });
  return [`${work}: ${units.length} units`, ...lines].join("\n");
}

function needsInWords({after, servers}: Unit): string {
  const others = after.length === 0 ? [] : [after.length === 1 ? `after ${after[0]}` : `after ${after.length} units`];
  const words = [...others, ...(servers > 0 ? [`${servers} model server${servers > 1 ? "s" : ""}`] : [])];
  return words.length === 0 ? "" : `  (${words.join(", ")})`;
}
