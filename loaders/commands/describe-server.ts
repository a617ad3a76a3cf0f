import type {ListedModel} from "../model/survey/list-models.js";
import {abilityNames, type AbilityName, type ModelSurvey} from "../model/survey/survey-model.js";
import {inColumns} from "./columns.js";

/** A model of a server, with what was found out by asking it. */
export interface SurveyedModel extends ListedModel, ModelSurvey {
  spec: string; // as a study names it
  asked: boolean;
}

/** What was found behind an address. */
export interface SurveyedServer {
  address: string;
  server: string | null; // the program that serves, where it can be told
  models: SurveyedModel[];
}

const words = {yes: "yes", always: "always", no: "no", refused: "refused", unclear: "?"} as const;
const heads = ["model", "context", ...abilityNames, "first token", "tokens/s"];
const numbers = new Set([1, heads.length - 2, heads.length - 1]);

/** The models as a table, then a line for each thing that a model does not take, and how a study names one. */
export function describeServer({address, server, models}: SurveyedServer): string {
  const count = `${models.length} ${models.length === 1 ? "model" : "models"}`;
  const rest = models.filter(({asked}) => !asked).length;
  const some = models.length > rest && rest > 0;
  return [
    `${address}: ${server === null ? "" : `${server}, `}${count}`,
    ...(models.length === 0 ? [] : inColumns([heads, ...models.map(cells)], numbers)),
    ...models.flatMap(notesOn),
    ...(some ? [`${rest} more not asked: name them with --model, or raise --most`] : []),
    ...(models[0] === undefined ? [] : [`in a study: ${models[0].spec}`])
  ]
    .map(printable)
    .join("\n");
}

/** What a server says, without characters that would act on the terminal. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, "\ufffd");

function cells({id, context, abilities, speed}: SurveyedModel): string[] {
  return [
    id,
    context === null ? "-" : context.toLocaleString("en-US"),
    ...abilityNames.map((name) => (abilities === null ? "-" : words[abilities[name].takes])),
    speed === null ? "-" : time(speed.firstTokenInMs),
    speed?.tokensPerSecond == null ? "-" : String(speed.tokensPerSecond)
  ];
}

const time = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

const slowInMs = 3000; // a first call that took this much longer than a later one loaded the model

function notesOn({id, error, abilities, changes, speed}: SurveyedModel): string[] {
  if (error !== null) return [`  ${id}: ${error}`];
  if (abilities === null) return [];
  const telling = (name: AbilityName): boolean => !["yes", "always"].includes(abilities[name].takes);
  const loading = speed !== null && speed.firstCallInMs - speed.firstTokenInMs > slowInMs;
  return [
    ...abilityNames.filter(telling).map((name) => `  ${id}: ${name}: ${abilities[name].why ?? abilities[name].takes}`),
    ...changes.map((change) => `  ${id}: refuses a parameter: ${change}`),
    ...(loading
      ? [`  ${id}: the first call took ${time(speed.firstCallInMs)}: the server may have loaded the model`]
      : [])
  ];
}
