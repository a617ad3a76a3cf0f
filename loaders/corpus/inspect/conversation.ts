import type {Turn} from "../../../src/shared/transcript.js";
import type {LogMessage, LogSample} from "./log-spec.js";

/** What a sample of a log asked, and what came of it. */
export interface Conversation {
  system: string | null; // before the query
  shots: {query: string; response: string}[]; // exchanges before the query
  query: string;
  response: string | null; // the last answer of the model, without its thinking
  thinking: string | null;
  turns: Turn[]; // all of it
  isPlain: boolean; // one query and one answer, and nothing else
}

/** Reads the messages of a sample. Texts that Inspect keeps beside them (attachments) are put in their places. */
export function conversationOf(sample: LogSample): Conversation {
  const textOf = withAttachments(sample.attachments ?? {});
  const input = inputOf(sample).map((message) => turnOf(message, textOf));
  const output = sample.output?.choices?.[0]?.message;
  const messages = sample.messages ?? [];
  const said = (messages.length > 0 ? messages : [...inputOf(sample), ...(output ? [output] : [])]).map((message) =>
    turnOf(message, textOf)
  );
  const answer = output === undefined ? said.findLast(isAnswer) : turnOf(output, textOf);
  const response = answer === undefined ? null : answer.text || textOf(sample.output?.completion ?? "");
  const turns = markGiven(said, input);
  return {
    ...askedIn(input),
    response,
    thinking: answer?.thinking ?? null,
    turns,
    isPlain:
      turns.length <= 2 && turns.every(({role, calls}, i) => role === (["user", "assistant"] as const)[i] && !calls)
  };
}

const isAnswer = ({role, given}: Turn): boolean => role === "assistant" && !given;

const inputOf = ({input}: LogSample): LogMessage[] =>
  typeof input === "string" ? [{role: "user", content: input} as LogMessage] : input;

/** The turns that begin as the input does were there before the model was asked. */
function markGiven(turns: readonly Turn[], input: readonly Turn[]): Turn[] {
  const firstAnswer = turns.findIndex(({role, given}) => role === "assistant" && !given);
  const before = input.length <= turns.length && input.every(({text}, i) => turns[i]!.text === text);
  const given = before ? input.length : firstAnswer < 0 ? turns.length : firstAnswer;
  return turns.map((turn, i) => (i < given ? {...turn, given: true as const} : withoutMark(turn)));
}

function withoutMark({given: _, ...turn}: Turn): Turn {
  return turn;
}

/** The query of an input, and what comes before it. An input that is no plain dialogue is a query as a whole. */
function askedIn(input: readonly Turn[]): Pick<Conversation, "system" | "shots" | "query"> {
  const rest = input.filter(({role}) => role !== "system");
  const system = input.filter(({role}) => role === "system").map(({text}) => text);
  const isDialogue = rest.length % 2 === 1 && rest.every(({role}, i) => role === (i % 2 === 0 ? "user" : "assistant"));
  const shots = isDialogue
    ? rest.slice(0, -1).flatMap(({text}, i) => (i % 2 === 0 ? [{query: text, response: rest[i + 1]!.text}] : []))
    : [];
  const query = isDialogue ? rest.at(-1)!.text : rest.map(({role, text}) => `${role}: ${text}`).join("\n\n");
  return {system: system.length === 0 ? null : system.join("\n\n"), shots, query};
}

type TextOf = (text: string) => string;

const attachment = /^attachment:\/\/(.+)$/;

const withAttachments =
  (attachments: Readonly<Record<string, string>>): TextOf =>
  (text) => {
    const [, hash] = attachment.exec(text) ?? [];
    return hash !== undefined && Object.hasOwn(attachments, hash) ? attachments[hash]! : text;
  };

function turnOf({role, content, source, tool_calls: calls, function: tool, error}: LogMessage, textOf: TextOf): Turn {
  const parts = typeof content === "string" ? [{type: "text", text: content}] : content;
  const thinking = parts.flatMap((part) => (part.type === "reasoning" ? thinkingIn(part, textOf) : []));
  return {
    role,
    text: parts.flatMap((part) => partAsText(part, textOf)).join("\n"),
    ...(source === "input" && {given: true as const}),
    ...(thinking.length > 0 && {thinking: thinking.join("\n\n")}),
    ...(calls != null && calls.length > 0 && {calls: calls.map((call) => callOf(call, textOf))}),
    ...(role === "tool" && tool != null && {tool}),
    ...(error != null && {error: error.message})
  };
}

type Part = Record<string, unknown> & {type: string};

function partAsText(part: Part, textOf: TextOf): string[] {
  const value = (key: string): string => (typeof part[key] === "string" ? textOf(part[key]) : "");
  if (part.type === "text") return [value("text")];
  if (part.type === "reasoning") return [];
  if (part.type === "tool_use")
    return [`[${value("name")}(${value("arguments")}): ${value("result") || value("error")}]`];
  if (part.type === "document") return [`[document ${value("filename")}]`];
  return [`[${part.type}]`]; // image, audio, video, data
}

function thinkingIn(part: Part, textOf: TextOf): string[] {
  const shown = part.redacted === true ? part.summary : part.reasoning || part.summary;
  return [typeof shown === "string" && shown !== "" ? textOf(shown) : "[redacted]"];
}

function callOf({function: name, arguments: given}: {function: string; arguments?: unknown}, textOf: TextOf) {
  return {name, arguments: typeof given === "string" ? textOf(given) : jsonOf(given, textOf)};
}

/** A value as JSON; what is nested too deep for that says so. */
function jsonOf(value: unknown, textOf: TextOf): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === "string" ? textOf(each) : each)) ?? "";
  } catch {
    return "[nested too deep]";
  }
}
