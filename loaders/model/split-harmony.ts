import {joinThoughts, type Split} from "./thoughts.js";

const header = /<\|channel\|>([^<]{0,100})(?:<\|constrain\|>[^<]{0,100})?<\|message\|>/g;
const bareHeader = /^\s*(?:analysis|commentary|final)\b[^<]{0,100}<\|message\|>/; // the template wrote <|channel|>
const leadingHeader = /^\s*(?:<\|start\|>\s*assistant\s*)?<\|channel\|>/;
const laterHeader = "<|start|>assistant<|channel|>";
const ending = /<\|(?:end|return|call|start)\|>/;

/**
 * Splits an answer in harmony's channels: `final` is the text, all else is thought. Also reads what is left of them
 * when a server strips the special tokens (`analysis...assistantfinal...`). Returns null when there are no channels.
 */
export function splitHarmony(answer: string): Split | null {
  if (bareHeader.test(answer)) return splitChannels(`<|channel|>${answer.trimStart()}`);
  if (leadingHeader.test(answer) || answer.includes(laterHeader)) return splitChannels(answer);
  return splitStripped(answer);
}

function splitChannels(answer: string): Split {
  const headers = [...answer.matchAll(header)];
  const [first] = headers;
  const thoughts = [answer.slice(0, first?.index ?? answer.length).replaceAll(/<\|[a-z]{1,9}\|>(?:assistant)?/g, "")];
  const texts: string[] = [];
  for (const [i, match] of headers.entries()) {
    const content = answer.slice(match.index + match[0].length, headers[i + 1]?.index ?? answer.length);
    const said = content.slice(0, ending.exec(content)?.index ?? content.length);
    (/^\s*final\b/.test(match[1]!) ? texts : thoughts).push(said);
  }
  return {thinking: joinThoughts(thoughts), text: texts.join("").trimStart()};
}

const strippedFinal = "assistantfinal";

function splitStripped(answer: string): Split | null {
  if (!/^\s*analysis\S/.test(answer)) return null;
  const thought = answer.trimStart().slice("analysis".length);
  const at = thought.lastIndexOf(strippedFinal);
  if (at >= 0)
    return {thinking: thought.slice(0, at).trim(), text: thought.slice(at + strippedFinal.length).trimStart()};
  return /^[A-Z]/.test(thought) ? {thinking: thought.trim(), text: ""} : null;
}
