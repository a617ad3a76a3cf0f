/** A parameter of a role, as APIs and their errors call it. */
interface Parameter {
  readonly key: string; // of a role
  readonly wire: readonly string[]; // keys of a request's body
  readonly names: readonly string[]; // in the words of a server: `_` may be a space, a hyphen, a dot or a capital
}

const parameters: readonly Parameter[] = [
  {
    key: "max_tokens",
    wire: ["max_tokens", "max_completion_tokens"],
    names: ["max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens"]
  },
  {key: "temperature", wire: ["temperature"], names: ["temperature"]},
  {key: "top_p", wire: ["top_p"], names: ["top_p"]},
  {key: "stop", wire: ["stop", "stop_sequences"], names: ["stop", "stop_(?:sequence|word|string|token)s?"]},
  {key: "seed", wire: ["seed"], names: ["seed", "random_seed"]},
  {
    key: "thinking",
    wire: ["thinking", "reasoning_effort", "reasoning", "chat_template_kwargs"],
    names: [
      ...["thinking", "(?:enable|extended)_thinking", "thinking_budget", "budget_tokens", "reasoning"],
      ...["reasoning_effort", "effort", "output_config", "chat_template", "chat_template_kwargs"]
    ]
  }
];

const patternOf = ({names}: Parameter): string => `(?:${names.join("|").replaceAll("_", "[_ .-]?")})(?![a-z0-9_])`;

const patterns = parameters.map((parameter) => {
  const pattern = patternOf(parameter);
  return {
    ...parameter,
    anywhere: new RegExp(`(?<![a-z0-9_])${pattern}`, "i"),
    alone: new RegExp(`^(?:[a-z_]+\\.)?${pattern}$|["'\`\u2018\u201c](?:[a-z_]+\\.)?${pattern}`, "i") // quoted, or all
  };
});

/** Keys of the parameters that texts name: those in quotes or alone in a text, else those anywhere. */
export function namedParameters(texts: readonly string[]): string[] {
  const quoted = quotedParameters(texts);
  return quoted.length > 0 ? quoted : find(texts, "anywhere");
}

/** Keys of the parameters that texts leave no doubt about. */
export const quotedParameters = (texts: readonly string[]): string[] => find(texts, "alone");

const find = (texts: readonly string[], how: "alone" | "anywhere"): string[] =>
  patterns.filter((each) => texts.some((text) => each[how].test(text))).map(({key}) => key);

/** The key that a body holds a parameter under; undefined when it has none. */
export const wireKeyOf = (key: string, body: object): string | undefined =>
  parameters.find((each) => each.key === key)?.wire.find((wire) => wire in body);
