import {createRandom, pick, seedOf, shuffle} from "../util/random.js";

/** Other words for the same request, by how it begins. */
const openings: [RegExp, string][] = [
  [/^how (?:can|do|could|should) (?:i|you|we|one)\b/i, "What is a good way to"],
  [/^what are (?:some|the best)\b/i, "Can you name some"],
  [/^what is\b/i, "Can you tell me what is"],
  [/^(?:can|could|would) you(?: please)?\b/i, "I would like you to"],
  [/^(?:please )?explain\b/i, "Help me understand"],
  [/^(?:please )?describe\b/i, "Give a description of"],
  [/^(?:please )?(?:create|write|make|develop|design)\b/i, "I need you to put together"],
  [/^(?:please )?(?:find|get|fetch|retrieve|search for)\b/i, "Look up"],
  [/^(?:please )?(?:give|tell|show) me\b/i, "I would like to have"],
  [/^(?:please )?(?:provide|share|list|suggest)\b/i, "Let me have"],
  [/^(?:imagine|pretend|suppose)(?: that)? you are\b/i, "For this answer, you are"],
  [/^you are\b/i, "Let us say that you are"],
  [/^when (?=did|was|were|is|will)/i, "Do you know when "],
  [/^who (?=is|was|were|did|won|wrote)/i, "Do you know who "],
  [/^where (?=is|was|were|did|does|do)/i, "Do you know where "],
  [/^why (?=is|was|were|did|does|do|are)/i, "For what reason "]
];

/** What people put around a request. */
const frames = [
  "Hi! {prompt}",
  "{prompt} Thanks!",
  "Quick question for you: {prompt}",
  "I was wondering about this. {prompt}",
  "This is what I would like to ask.\n\n{prompt}",
  "A friend of mine asked me this: {prompt}",
  "{prompt}\n\nI look forward to what you say.",
  "Help me with this one, please. {prompt}",
  "My request is below.\n---\n{prompt}",
  "Good morning. {prompt} Thank you in advance.",
  "{prompt} I am curious.",
  "This came up at work today: {prompt}",
  "Next one: {prompt}",
  "Let us go on. {prompt}",
  "{prompt} Take your time.",
  "One more thing: {prompt}"
];

/**
 * Up to `count` rewordings of a prompt that no model writes: another opening and what people put around a request. They
 * ask for the same in nearly the same words, so they test less than a model's rewordings. Same seed, same texts.
 */
export function rewordByRule(prompt: string, count: number, seed: number): string[] {
  const opened = openings.find(([pattern]) => pattern.test(prompt));
  const reopened = opened === undefined ? [] : [prompt.replace(opened[0], () => opened[1])];
  const random = createRandom(seedOf(seed, "reword", prompt));
  const framed = shuffle(random, frames).map((frame) =>
    frame.replace("{prompt}", () => pick(random, [prompt, ...reopened]))
  );
  return [...reopened, ...framed].slice(0, count);
}

export const mostByRule = frames.length; // for every prompt
