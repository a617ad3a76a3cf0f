import type {ModelRequest} from "../model/model.js";
import {pick, shuffle, type Random} from "../util/random.js";
import {compose} from "./compose.js";
import type {Feature} from "./features.js";
import {readQueryTask, type QueryTask} from "./read-prompt.js";
import {createSentenceIndex, type SentenceIndex} from "./sentence-index.js";
import {contentWords, createSubjects, type Subjects} from "./subjects.js";
import {Scope} from "./template.js";
import type {World} from "./world.js";

const queriesWritten = 5;

/** Writes queries for the attributes that the prompt lists, in `<query_1>` form; some attributes it misses. */
export function createQueryWriter(world: World): (request: ModelRequest, random: Random) => string {
  const index = createSentenceIndex(world);
  const subjects = createSubjects(world.lists);
  return ({messages, stop = []}, random) => {
    const task = readQueryTask(messages.at(-1)!.content);
    let answer = "";
    for (let i = 1; i <= queriesWritten; i++) {
      answer += `<query_${i}>${writeQuery(world, index, subjects, task, random)}</query_${i}>\n`;
      if (stop.some((sequence) => answer.includes(sequence))) break;
    }
    return answer;
  };
}

function writeQuery(world: World, index: SentenceIndex, subjects: Subjects, task: QueryTask, random: Random): string {
  const kept = task.attributes.filter(() => random() >= world.spec.writer.drop);
  const sentences = kept.length > 0 || task.attributes.length === 0 ? kept : [pick(random, task.attributes)];
  const features: Feature[] = [];
  const unknown: string[] = [];
  for (const sentence of sentences) {
    const members = index.find(sentence);
    if (members === undefined) unknown.push(sentence);
    else features.push(pick(random, members));
  }
  const scope = new Scope(random, world.lists);
  if (task.topic !== null) steer(task.topic, scope, subjects);
  if (unknown.length > 0 && !scope.has("topic")) aboutWords(unknown, scope, random);
  return compose(shuffle(random, features), scope, world.asks);
}

const longestGuidance = 60; // characters up to which guidance is itself a subject

/** Binds the vocabulary that the guidance names; short guidance that names none becomes the subject. */
function steer(guidance: string, scope: Scope, subjects: Subjects): void {
  const found = subjects.find(guidance);
  for (const [list, entry] of found) scope.bind(list, entry);
  if (found.size === 0 && guidance.length <= longestGuidance) bindSubject(contentWords(guidance, 3).join(" "), scope);
}

/** Makes the words of sentences that the world does not know the subject of the query. */
function aboutWords(sentences: readonly string[], scope: Scope, random: Random): void {
  bindSubject(contentWords(pick(random, sentences), 3).join(" "), scope);
}

function bindSubject(name: string, scope: Scope): void {
  if (name !== "") scope.bind("topic", {name, fields: {name: [name], detail: [name]}});
}
