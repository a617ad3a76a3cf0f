import {singular} from "./mentions.js";
import type {Note} from "../note.js";
import type {Text} from "./text.js";
import {topicWords} from "./topic-words.js";

const topics = Object.entries(topicWords);
const index = new Map<string, number[]>();
topics.forEach(([, list], topic) => {
  for (const word of list.split(/\s+/)) if (word !== "") index.set(word, [...(index.get(word) ?? []), topic]);
});

const maxLookedAt = 300; // words
const shortText = 30; // words of which one is enough to tell the topic

/** Topic family: what a text is about, by words that belong to a field. */
export function noteTopics({tokens}: Text, note: Note): void {
  const met = topics.map(() => new Set<string>());
  const looked = tokens.slice(0, maxLookedAt);
  for (const token of looked) {
    const word = index.has(token) ? token : singular(token);
    for (const topic of index.get(word) ?? []) met[topic]!.add(word);
  }
  const least = looked.length <= shortText ? 1 : looked.length <= 120 ? 2 : 3;
  const ranked = met
    .map(({size}, topic) => ({size, topic}))
    .filter(({size}) => size >= least)
    .sort((a, b) => b.size - a.size || a.topic - b.topic);
  ranked
    .slice(0, 2)
    .forEach(({topic, size}, rank) => note(rank === 0 && size > 1 ? 47 : 33, `is about ${topics[topic]![0]}`));
}
