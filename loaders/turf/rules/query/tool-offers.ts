import {regex} from "../../../util/regex.js";
import type {Code} from "../text/code.js";
import type {Note} from "../note.js";
import type {Text} from "../text/text.js";
import {wordSet} from "../text/words.js";

const kinds = ["tools?", "functions?", "apis?", "plug-?ins?", "toolformer"];
const helpers = [
  "calculator",
  "search engine",
  "web search",
  "search tool",
  "code interpreter",
  "python (?:interpreter|shell|repl)",
  "code sandbox",
  "retriever",
  "wolfram ?alpha"
];
const places = [
  "(?:web )?browser",
  ...["command line", "terminal", "shell", "knowledge base", "internet", "web", "wikipedia"],
  ...["translator", "calendar", "database"]
];
const models = ["you", "the (?:model|assistant|agent|ai|bot)", "assistants?"];

/** Tools told of by their kind: a setting, a heading, a schema. */
const offered = regex("i")`
  \b(?:${kinds})\b[^.\n]{0,40}(?:\baccess\b|\bavailable\b|\bfollowing\b|:\s*(?:enabled|on|\w))
  |\b(?:access to|use|call|invoke) (?:the following|these|this|a set of|several) (?:${kinds})\b
  |<(?:tools?|functions?|apis?)>
  |"parameters"\s*:\s*\{
  |"type"\s*:\s*"function"
`;
const explained = /\b(?:useful for|use (?:this|it) (?:when|to|for)|inputs? should|call|invoke)|"description"/i;

/** Access given in a sentence: "You have access to a calculator", "You may call a search tool". */
const given = [
  regex("i")`
    \b(?:${models})\b[^.?!\n]{0,30}
    \b(?:access to|equipped with|connected to|(?:are|is) (?:given|provided with))\b[^.?!\n]{0,50}
    \b(${[...helpers, ...places, ...kinds]})\b
  `,
  regex("i")`
    \b(?:${models})\b[^.?!\n]{0,30}
    \b(?:can|may|are allowed to|are able to|should) (?:use|call|query|consult|invoke)\b[^.?!\n]{0,50}
    \b(${[...helpers, "tools?", "plug-?ins?"]})\b
  `
];
const used = regex("i")`
  \b(?:use|using|call|query|with the help of|by means of) (?:the|a|an|your)
  (?: )((?:[\w-]{2,20} )?(?:${kinds}|plugin)|${helpers})\b
  (?! (?:key|call|endpoint|documentation|in (?:python|java|c\b|code)))
`;
const anyKind = regex("i")`^(?:${kinds})$`;

const signature = /^\s{0,4}(?:[-*\d.)]{1,3}\s)?([a-z_][\w.]{1,40})\([\w:,=\s'"]{0,80}\)\s*:?\s*$/i;
const headed = regex("gim")`^[ \t]*(?:[\w-]{2,20} ){0,2}(?:${kinds})\b[\w ]{0,20}:[ \t]*(\S.{0,200})$`;
const signatureWithin = /(?<![\w.])([a-z_][\w.]{1,40})\([\w:,=\s'"]{0,80}\)/gi;
const listed = /^[\w-]{2,40}(?:, ?[\w-]{2,40}){0,9}\.?$/;
const schemaName = /"name"\s*:\s*"([\w.-]{1,40})"/g;
const states = wordSet("enabled disabled on off none yes no true false available");

/** Tool family of a query: what it lets the model call. */
export function noteTools(text: Text, code: Code | undefined, note: Note): void {
  const {shown, edges, lines} = text;
  const names = namesIn(text);
  const isOffered = offered.test(shown);
  const isListed = isOffered && (names.signatures > 0 || explained.test(shown));
  const inWords = code === undefined ? givenIn(edges) : null;
  if (isListed || inWords !== null) {
    note(90, "gives the model access to a tool");
    for (const name of isListed ? names.distinct.slice(0, 3) : []) note(91, `offers a tool named ${name}`);
    if (isListed) noteList(shown, names, note);
    else noteDevice(inWords!, note);
  } else if (isOffered && code === undefined) note(60, "speaks of tools or functions");
  if (!isListed && inWords === null && code === undefined && used.test(edges)) note(66, "asks for a tool to be used");
  if (lines.length >= 3 && setting.test(lines[0]!) && setting.test(lines[1]!) && !/[?.!]$/.test(lines[0]!))
    note(76, "begins with settings written as names and values");
}

const setting = /^[a-z][\w -]{1,30}:\s?\S.{0,80}$/i;

function givenIn(text: string): string | null {
  for (const pattern of given) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

interface Names {
  distinct: string[]; // in lower case
  signatures: number;
}

/** Names of tools: lines that are a signature, signatures and lists after a heading, names in a schema. */
function namesIn({shown, lines}: Text): Names {
  const heads = [...shown.matchAll(headed)].map(([, rest]) => rest!.trim());
  const signatures = [
    ...lines.map((line) => signature.exec(line)?.[1]).filter((name) => name !== undefined),
    ...heads.flatMap((rest) => [...rest.matchAll(signatureWithin)].map(([, name]) => name!))
  ];
  const lists = heads.filter((rest) => listed.test(rest)).flatMap((rest) => rest.replace(/\.$/, "").split(","));
  const schema = [...shown.matchAll(schemaName)].map(([, name]) => name!);
  const all = [...signatures, ...schema, ...lists].map((name) => name.trim().toLowerCase());
  const distinct = [...new Set(all)].filter((name) => /^[\w.-]{2,40}$/.test(name) && !states.has(name));
  return {distinct, signatures: signatures.length};
}

function noteList(shown: string, {distinct}: Names, note: Note): void {
  note(98, "lists tools that the model may call");
  if (distinct.length > 1) note(62, "offers several tools");
  if (/^\s{0,4}\w{2,40}\([\w, ]{0,60}\)\s*$/m.test(shown)) note(70, "describes how a tool is called");
}

function noteDevice(name: string, note: Note): void {
  const device = name.toLowerCase();
  if (!anyKind.test(device)) note(91, `offers a tool named ${device.split(" ").at(-1)!}`);
}
