import type {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import {checkRule} from "../../measure/rules/check-rule.js";
import type {RuledExchange} from "../../measure/rules/rule-reader.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import {isPromptSource} from "../../step/prompt-source.js";
import type {RoleSettings} from "../../step/role.js";
import {toRequest} from "../../surf/exchange.js";

const tried = 500; // prompts at most

/**
 * Tries the rules of a study's rubrics on what is there before the first call: the prompts of its corpus, and what a
 * recorded target answers to them. Returns a line for each rule that fires for all of it or none.
 */
export async function tryRules({study, roles, pools}: PreparedStudy): Promise<string[]> {
  const ruled = study.rubrics.filter(({rule}) => rule !== undefined);
  if (ruled.length === 0 || !isPromptSource(roles.query)) return [];
  const index = await roles.query.open(await pools.pool());
  const sample = await exchangesOf(index, roles.targets[0]!);
  const lines = await Promise.all(ruled.map((rubric) => checkRule(rubric, sample)));
  return lines.filter((line) => line !== null);
}

/** Prompts at even distances, with the answer of a target that plays a recording. */
async function exchangesOf(index: PromptIndex, target: RoleSettings): Promise<RuledExchange[]> {
  const step = Math.max(1, index.prompts / tried);
  const rows = Array.from({length: Math.min(tried, index.prompts)}, (_, i) => Math.floor(i * step));
  return Promise.all(
    rows.map(async (row) => {
      const query = index.textOf(row);
      return {query, response: await playedAnswer(target, query)};
    })
  );
}

/** Null where the target is asked for real, or plays no answer to the prompt. */
async function playedAnswer(target: RoleSettings, query: string): Promise<string | null> {
  if (target.model.recording === undefined) return null;
  const request = toRequest(target, [{role: "user", content: query}], 0);
  return target.model.ask(request).then(
    ({text}) => text,
    () => null
  );
}
