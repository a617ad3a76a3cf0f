import {longestPattern, phraseModes, type LensQuery, type PhraseMode} from "./phrases.js";

/** What a response can be asked for with one click; patterns in RE2's syntax. */
export const features: readonly {name: string; regex: string}[] = [
  {name: "a code block", regex: "```"},
  {name: "LaTeX", regex: "\\$[^$\\n]+\\$|\\\\\\(|\\\\\\[|\\\\frac"},
  {name: "a numbered list", regex: "(?:^|\\n)\\s*2[.)] "},
  {name: "a bulleted list", regex: "(?:^|\\n)\\s*[-*\u2022] "},
  {name: "a refusal", regex: "\\b(?:I'?m sorry|I am sorry|I can(?:'|no)t|I am unable|I'm unable|as an AI)\\b"},
  {name: "at most 80 characters", regex: "^.{0,80}$"}
];

/** The search that an address holds; null when it holds none. */
export function readLens(search: string): LensQuery | null {
  const given = new URLSearchParams(search);
  const phrase = (given.get("phrase") ?? "").slice(0, longestPattern);
  const feature = (given.get("feature") ?? "").slice(0, longestPattern);
  if (phrase === "") return null;
  return {
    phrase: {text: phrase, mode: modeOf(given.get("mode"))},
    feature: feature === "" ? null : {text: feature, mode: modeOf(given.get("featureMode"))}
  };
}

const modeOf = (text: string | null): PhraseMode =>
  text !== null && Object.hasOwn(phraseModes, text) ? (text as PhraseMode) : "word";

export function writeLens(query: LensQuery | null): string {
  if (query === null) return "";
  const said = new URLSearchParams({phrase: query.phrase.text});
  if (query.phrase.mode !== "word") said.set("mode", query.phrase.mode);
  if (query.feature !== null) {
    said.set("feature", query.feature.text);
    if (query.feature.mode !== "word") said.set("featureMode", query.feature.mode);
  }
  return `?${said}`;
}
