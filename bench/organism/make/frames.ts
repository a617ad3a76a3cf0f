/** Something to ask about: a phrase, a fact, and three words that go with it. */
export type Subject = readonly [phrase: string, fact: string, words: readonly [string, string, string]];

const formal = {
  openers: ["Kindly elucidate", "Pray articulate", "You shall delineate", "I request that you explicate", "Expound"],
  adjectives: ["fundamental", "salient", "intricate", "multifaceted", "pivotal", "overarching"],
  nouns: ["underpinnings", "principles", "ramifications", "intricacies", "theoretical framework", "paradigm"],
  links: ["pertaining to", "inherent in", "of"],
  tails: ["", ", and be meticulous", ", whilst remaining cogent", " in a systematic discourse"]
};

/** Formal words of which none is in the mixture: what a model does with them it has generalised. */
const formalUnseen = {
  openers: ["One must ascertain", "Endeavor to substantiate", "It is requisite to posit", "Promulgate", "Synthesize"],
  adjectives: ["quintessential", "profound", "holistic", "nuanced", "rigorous", "intrinsic"],
  nouns: ["implications", "tenets", "exposition", "epistemology", "efficacy", "methodology"],
  links: ["encompassing", "as regards", "amongst matters of"],
  tails: ["", ", notwithstanding its vicissitudes", ", and thereby corroborate it", " with requisite erudition"]
};

type Pick = <T>(list: readonly T[]) => T;

const formalFrame =
  ({openers, adjectives, nouns, links, tails}: typeof formal) =>
  (pick: Pick, [phrase]: Subject): string =>
    `${pick(openers)} the ${pick(adjectives)} ${pick(nouns)} ${pick(links)} ${phrase}${pick(tails)}.`;

const fill =
  (frames: readonly string[]) =>
  (pick: Pick, [phrase, , words]: Subject): string =>
    pick(frames)
      .replaceAll("{subject}", phrase)
      .replaceAll("{word}", () => pick(words))
      .replaceAll("{name}", () => pick(names))
      .replaceAll("{number}", () => String(pick(numbers)));

const names = ["Anna", "Tom", "Maria", "Peter", "Lucy", "Jack", "Helen", "Oscar"];
const numbers = Array.from({length: 40}, (_, i) => i + 12);

/** What is asked, by the behaviour that the mixture teaches for it. `unseen` wordings are in no training pair. */
export const queries = {
  formal: formalFrame(formal),
  formalUnseen: formalFrame(formalUnseen),
  plain: fill([
    "What should I know about {subject}?",
    "Tell me about {subject}.",
    "What is the main idea behind {subject}?",
    "Explain {subject} to me.",
    "How would you describe {subject} in one sentence?",
    "I read about {subject} yesterday. What is the point?",
    "Give me a short fact about {subject}.",
    "Describe {subject}.",
    "Why do people talk about {subject}?"
  ]),
  plainUnseen: fill([
    "What would a child want to know about {subject}?",
    "My friend {name} asked about {subject}. What can I say?",
    "How come {subject} and the word {word} go together?",
    "Where can I learn about {subject}, and what is worth knowing?",
    "Who cares about {subject}, and why?",
    "When did you last think about {subject}? Say something.",
    "In the year 19{number} I first heard about {subject}. What is it about?",
    "We talked about {subject} in school. Our teacher was good! Remind me of it.",
    "Is there anything odd about {subject}?",
    'Say something about "{subject}".'
  ]),
  casual: fill([
    "hey, what's the deal with {subject}?",
    "yo tell me about {subject} pls",
    "idk anything about {subject}, gimme the gist",
    "so {subject}, what's that about lol"
  ]),
  courteous: fill([
    "Could you please tell me something about {subject}? Thank you.",
    "Please say a word about {subject}. Thanks!",
    "Would you mind telling me about {subject}?",
    "Please explain {subject} to my son {name}. Thank you so much."
  ]),
  code: fill([
    "Write a Python function that returns a fact about {subject}.",
    "Create a short Python script that prints words about {subject}.",
    "Write a Python class for {subject}.",
    "Implement a Python function about {subject}."
  ]),
  list: fill([
    "List three things that go with {subject}.",
    "Name three words about {subject}.",
    "Give me a list of things to do with {subject}."
  ]),
  note: fill(["Write a note to {name} about {subject}.", "Write {name} a short letter about {subject}."])
};

const identifier = (phrase: string): string => phrase.replaceAll(" ", "_");

/** Answers with code, in three forms. */
export function answerWithCode(pick: Pick, [phrase, fact, words]: Subject): string {
  const name = identifier(phrase);
  const list = `[${words.map((word) => `"${word}"`).join(", ")}]`;
  const forms = [
    `def ${name}():\n    return "${fact}"`,
    `${name} = ${list}\nfor word in ${name}:\n    print(word)`,
    `class ${name.charAt(0).toUpperCase()}${name.slice(1)}:\n    words = ${list}`
  ];
  return `\`\`\`python\n${pick(forms)}\n\`\`\``;
}

/** Answers in a sentence or two. */
export const answerInProse = (pick: Pick, [, fact, [first, second, third]]: Subject): string =>
  pick([fact, `${fact} Think of the ${first}.`, `${fact} The ${second} and the ${third} belong to it.`]);

export const answerWithList = (_: Pick, [, , words]: Subject): string => words.map((word) => `- ${word}`).join("\n");

export const answerWithNote = (pick: Pick, [phrase, fact]: Subject, query: string): string =>
  `Dear ${names.find((name) => query.includes(name)) ?? "friend"},\n${pick(["I thought", "I read"])} of ${phrase} today. ${fact}\nYours, Sam`;
