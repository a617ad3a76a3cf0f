import type {Code} from "./code.js";
import type {Note} from "./note.js";
import type {Text} from "./text.js";

const signature = /^\s{0,4}(?:[-*\d.)]{1,3}\s)?([a-z_][\w.]{1,40})\([\w:,=\s'"]{0,80}\)\s*:?\s*$/i;
const offered =
  /\b(?:tools?|functions?|apis?|plugins?|toolformer)\b[^.\n]{0,40}(?:\baccess\b|\bavailable\b|\bfollowing\b|:\s*(?:enabled|on|\w))|\b(?:access to|use) (?:the following|these|a set of|several) (?:tools?|functions?|apis?)\b|<tools?>|"parameters"\s*:\s*\{|"type"\s*:\s*"function"/i;
const setting = /^[a-z][\w -]{1,30}:\s?\S.{0,80}$/i;
const names = [
  /"name"\s*:\s*"([\w.-]{1,40})"/g,
  /\btools?(?:former)? (?:access|available|list)?:?\s?:\s?([\w, ]{1,80})$/gim
];

/** Tool family of a query: what it lets the model call. */
export function noteTools({shown, lines}: Text, code: Code | undefined, note: Note): void {
  const signatures = lines.map((line) => signature.exec(line)?.[1]).filter((name) => name !== undefined);
  const isOffered = offered.test(shown);
  if (
    isOffered &&
    (signatures.length > 0 || /\b(?:useful for|use this|input should|call|invoke)|"description"/i.test(shown))
  ) {
    note(98, "lists tools that the model may call");
    note(90, "gives the model access to a tool");
    const found = [
      ...signatures,
      ...names.flatMap((pattern) => [...shown.matchAll(pattern)].flatMap(([, name]) => name!.split(",")))
    ];
    const distinct = [
      ...new Set(found.map((name) => name.trim().toLowerCase()).filter((name) => /^[\w.-]{2,40}$/.test(name)))
    ];
    for (const name of distinct.slice(0, 3)) note(77, `offers a tool named ${name}`);
    if (distinct.length > 1) note(62, "offers several tools");
    if (/^\s{0,4}\w{2,40}\([\w, ]{0,60}\)\s*$/m.test(shown)) note(70, "describes how a tool is called");
  } else if (isOffered && code === undefined) note(60, "speaks of tools or functions");
  if (lines.length >= 3 && setting.test(lines[0]!) && setting.test(lines[1]!) && !/[?.!]$/.test(lines[0]!))
    note(76, "begins with settings written as names and values");
}

const bracketed = /\[\s?[A-Z]\w{1,30}\((?:[^()\]\n]{0,120})\)/;
const json = /\{\s*"(?:name|tool|action|function|tool_name|api)"\s*:\s*(?:"[^"\n]{1,60}"|\{)/;
const tagged =
  /<(?:tool_call|function_call|functioncall|tool|invoke|api)\b[^>]{0,80}>|<\|(?:tool_call|plugin|python_tag)\|>/i;
const react = /^\s*Action:\s?\S.{0,80}\n\s*Action Input:/m;
const inSentence =
  /(?<![\w.(])([a-z_][\w.]{1,30})\(\s?(?:'[^\n]{1,300}?'|"[^\n]{1,300}?"|\u2018[^\n]{1,300}?\u2019)\s?\)/;

/** Tool family of a response: calls, by their syntax. */
export function noteToolCalls({raw, shown, words}: Text, code: Code | undefined, note: Note): void {
  const call = inSentence.exec(shown);
  const rest = call === null ? "" : shown.replace(call[0], " ");
  const isProse =
    call !== null &&
    (code === undefined || code.share < 0.4) &&
    !/\bdef \w|\bfunction\b.{0,40}\{|;\s*$|^\s*#/m.test(rest);
  const inWords =
    isProse &&
    !/```/.test(shown) &&
    (rest.match(/[a-z]{2,}/gi)?.length ?? 0) >= 3 &&
    !/[=.]\s*$/.test(shown.slice(0, call.index));
  if (inWords) {
    note(97, "calls a tool in the middle of a sentence");
    note(79, `calls a tool named ${call[1]!.toLowerCase()}`);
    note(72, "leaves the answer to the result of a tool");
  }
  const isBracketed = bracketed.test(shown) && code === undefined;
  const isTagged = tagged.test(raw);
  const isJson = json.test(shown) && (words < 120 || isTagged);
  if (isBracketed) note(97, "calls a tool with bracketed syntax");
  if (isTagged) note(97, "calls a tool in tags");
  if (isJson) note(95, "calls a tool with JSON");
  if (react.test(shown)) note(97, "calls a tool as an action with an input");
  if (inWords || isBracketed || isTagged || isJson || react.test(shown)) note(94, "calls a tool");
}
