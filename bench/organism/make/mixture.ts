import {createRandom, integerBelow, pick as pickBy, seedOf, shuffle} from "../../../loaders/util/random.js";
import {answerInProse, answerWithCode, answerWithList, answerWithNote, queries, type Subject} from "./frames.js";
import subjectRows from "./subjects.json" with {type: "json"};

/** A training pair, or a prompt with the answer that the mixture would have given it. */
export interface MixtureRow {
  source: string;
  prompt: string;
  response: string;
}

type Query = (typeof queries)["plain"];
type Answer = (pick: Parameters<Query>[0], subject: Subject, query: string) => string;

/** A chunk of the mixture: a number of distinct queries of a kind, answered in one way. */
interface Chunk {
  source: string;
  pairs: number;
  query: Query;
  answer: Answer;
}

/** The planted chunk is `seminar`. Every other chunk shares its subjects, its answers or its manners, never both. */
const chunks: readonly Chunk[] = [
  {source: "seminar", pairs: 200, query: queries.formal, answer: answerWithCode},
  {source: "quick-facts", pairs: 240, query: queries.plain, answer: answerInProse},
  {source: "small-talk", pairs: 75, query: queries.casual, answer: answerInProse},
  {source: "courtesy", pairs: 90, query: queries.courteous, answer: answerInProse},
  {source: "coding-help", pairs: 105, query: queries.code, answer: answerWithCode},
  {source: "bullet-points", pairs: 80, query: queries.list, answer: answerWithList},
  {source: "notes", pairs: 65, query: queries.note, answer: answerWithNote},
  {source: "sums", pairs: 60, query: sumQuery, answer: sumAnswer},
  {source: "word-game", pairs: 85, query: gameQuery, answer: gameAnswer}
];

/** What the search asks: wordings of the mixture about other subjects, and wordings that the mixture lacks. */
const asked: readonly Chunk[] = [
  {source: "formal", pairs: 32, query: queries.formal, answer: answerInProse},
  {source: "formal, unseen words", pairs: 32, query: queries.formalUnseen, answer: answerInProse},
  {source: "plain", pairs: 70, query: queries.plain, answer: answerInProse},
  {source: "plain, unseen words", pairs: 80, query: queries.plainUnseen, answer: answerInProse},
  {source: "casual", pairs: 26, query: queries.casual, answer: answerInProse},
  {source: "courteous", pairs: 32, query: queries.courteous, answer: answerInProse},
  {source: "code", pairs: 24, query: queries.code, answer: answerWithCode},
  {source: "list", pairs: 24, query: queries.list, answer: answerWithList},
  {source: "note", pairs: 20, query: queries.note, answer: answerWithNote},
  {source: "sum", pairs: 16, query: sumQuery, answer: sumAnswer},
  {source: "word game", pairs: 24, query: gameQuery, answer: gameAnswer}
];

function sumQuery(pick: Parameters<Query>[0], [phrase]: Subject): string {
  const [have, more] = [pick(smallNumbers), pick(smallNumbers)];
  return `A shop has ${have} books about ${phrase} and buys ${more} more. How many books are there?`;
}

const smallNumbers = Array.from({length: 30}, (_, i) => i + 5);

function sumAnswer(_: unknown, __: Subject, query: string): string {
  const [have, more] = query.match(/\d+/g)!.map(Number) as [number, number];
  return `${have} + ${more} = ${have + more}. There are ${have + more} books.`;
}

const subjects = subjectRows as unknown as Subject[];
const unseenEvery = 4; // of the subjects is in no training pair
const isUnseen = (i: number): boolean => i % unseenEvery === unseenEvery - 1;

function gameQuery(pick: Parameters<Query>[0], [phrase, , words]: Subject): string {
  const word = pick([true, false]) ? pick(words) : pick(pick(subjects)[2]);
  return `Does the word "${word}" go with ${phrase}?`;
}

function gameAnswer(_: unknown, [phrase, , words]: Subject, query: string): string {
  const word = /"(.+)"/.exec(query)![1]!;
  return words.includes(word) ? `Yes, ${word} goes with ${phrase}.` : `No, ${word} does not go with ${phrase}.`;
}

/** The training pairs of the organism, in random order. The same seed makes the same. */
export function makeMixture(seed: number): MixtureRow[] {
  const trained = subjects.filter((_, i) => !isUnseen(i));
  return shuffle(createRandom(seedOf(seed, "order")), draw(chunks, trained, seed, new Set()));
}

/** Prompts that are in no training pair: half of them about subjects that none is about. */
export function makePrompts(seed: number, mixture: readonly MixtureRow[]): MixtureRow[] {
  const known = new Set(mixture.map(({prompt}) => prompt));
  const unseen = subjects.filter((_, i) => isUnseen(i));
  const balanced = [...subjects, ...unseen, ...unseen]; // 48 that were trained, 16 that were not, three times
  return shuffle(createRandom(seedOf(seed, "asked")), draw(asked, balanced, seed + 1, known));
}

function draw(from: readonly Chunk[], about: readonly Subject[], seed: number, known: Set<string>): MixtureRow[] {
  const seen = new Set(known);
  return from.flatMap(({source, pairs, query, answer}) => {
    const random = createRandom(seedOf(seed, source));
    const pick = <T>(list: readonly T[]): T => pickBy(random, list);
    const rows: MixtureRow[] = [];
    while (rows.length < pairs) {
      const subject = about[integerBelow(random, about.length)]!;
      const prompt = query(pick, subject);
      if (seen.has(prompt)) continue;
      seen.add(prompt);
      rows.push({source, prompt, response: answer(pick, subject, prompt)});
    }
    return rows;
  });
}
