import type {Code} from "../text/code.js";
import type {Note} from "../note.js";
import type {Text} from "../text/text.js";

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
    (rest.match(/[\p{L}\d]{2,}/gu)?.length ?? 0) >= 3 &&
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
