import {pick} from "../util/random.js";
import {type Scope, type LabTemplate} from "./template.js";
import {compatible, type Feature} from "./features.js";

const maxAsks = 2; // questions in one query; further ones are left out

/** Writes a query that shows the given features; `asks` are the questions where no feature brings its own. */
export function compose(wanted: readonly Feature[], scope: Scope, asks: readonly LabTemplate[]): string {
  const features = compatible(wanted);
  for (const {entries} of features) for (const [list, entry] of entries) if (!scope.has(list)) scope.bind(list, entry);
  const own = features.filter(({effects}) => effects.asks !== null).slice(0, maxAsks);
  const questions = own.length > 0 ? own.map(({effects}) => scope.say(effects.asks!)) : [scope.say(asks)];
  const before = sayAll(features, "opens", scope);
  const after = sayAll(features, "adds", scope);
  let text = [...before, ...questions, ...after].join(" ");
  for (const {effects} of features) text = restyle(text, effects, scope);
  for (const {effects} of features) if (effects.wraps !== null) text = wrap(text, effects.wraps, scope);
  return text;
}

const sayAll = (features: readonly Feature[], place: "opens" | "adds", scope: Scope): string[] =>
  features.flatMap(({effects}) => (effects[place] === null ? [] : [scope.say(effects[place])]));

function restyle(text: string, {replaces, letters}: Feature["effects"], {random}: Scope): string {
  if (replaces !== null)
    text = text.replace(replaces.pattern, (word) => alike(word, pick(random, replaces.words.get(word.toLowerCase())!)));
  return letters === "lower" ? text.toLowerCase() : letters === "upper" ? text.toUpperCase() : text;
}

/** A word in the case of the one it replaces. */
const alike = (model: string, word: string): string =>
  /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;

const queryMark = "\u0000";
const marked = new Map<LabTemplate, LabTemplate>();

function wrap(query: string, wraps: readonly LabTemplate[], scope: Scope): string {
  return scope.fill(withMark(pick(scope.random, wraps))).replace(queryMark, () => query);
}

/** A wrapping template whose `{query}` slot is a mark that no vocabulary holds. */
function withMark(template: LabTemplate): LabTemplate {
  let result = marked.get(template);
  if (result === undefined) {
    result = template.map((part) => (typeof part !== "string" && part.list === "query" ? queryMark : part));
    marked.set(template, result);
  }
  return result;
}
