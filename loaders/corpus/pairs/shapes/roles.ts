/** Who speaks a turn, in our words. A `call` is the assistant's, an `unknown` one nobody's. */
export type Role = "user" | "assistant" | "call" | "system" | "tool" | "unknown";

const names: Record<string, Role> = {
  user: "user",
  human: "user",
  prompter: "user",
  assistant: "assistant",
  model: "assistant",
  bot: "assistant",
  chatbot: "assistant",
  ai: "assistant",
  bing: "assistant",
  bard: "assistant",
  claude: "assistant",
  system: "system",
  developer: "system"
};

const rules: readonly (readonly [RegExp, Role])[] = [
  [/^(?:chat_?)?gpt[\w.]*$/, "assistant"],
  [/^(?:assistant_)?(?:function|tool)_?(?:calls?|use)$/, "call"],
  [/^(?:tool|function|observation|environment|ipython)s?(?:_?(?:calls?_)?(?:response|result|output)s?)?$/, "tool"]
];

const maxLength = 60;

/** The speaker that a data set's word for a role means. A word that is not known is nobody's: never a guess. */
export function roleOf(word: string): Role {
  if (word.length > maxLength) return "unknown";
  const name = word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "_")
    .replace(/_?message(?:_?chunk)?$/, "");
  if (Object.hasOwn(names, name)) return names[name]!;
  return rules.find(([pattern]) => pattern.test(name))?.[1] ?? "unknown";
}
