/** What the query writer finds in its prompt. */
export interface QueryTask {
  attributes: string[];
  topic: string | null; // guidance for every query
}

const attributeLine = /^[-*] +(\S.*)$/;
const guidancePattern = /^topic(?: guidance)?[^\n]*:[ \t]*\n?([^]*?)(?=\n\s*\n?rules\b|\n\s*\n|$)/im;

/** Reads the first block of "- " lines, and the text under a "Topic guidance" line if there is one. */
export function readQueryTask(prompt: string): QueryTask {
  const lines = prompt.split("\n");
  const start = lines.findIndex((line) => attributeLine.test(line));
  const attributes: string[] = [];
  for (let i = start; i >= 0 && i < lines.length; i++) {
    const match = attributeLine.exec(lines[i]!);
    if (match === null) break;
    attributes.push(match[1]!.trim());
  }
  const rest = lines.slice(Math.max(start, 0) + attributes.length).join("\n");
  return {attributes, topic: guidancePattern.exec(rest)?.[1]?.trim() || null};
}

/** What the judge finds in its prompt. */
export interface JudgeTask {
  rubric: string | null; // name; null when the prompt does not say
  query: string;
  response: string;
}

const rubricName = /<rubric\b[^>]*\bname="([^"]*)"/i;

/** Reads rubric name, `<query>` and `<response>`; returns undefined when there is no query or no response. */
export function readJudgeTask(prompt: string): JudgeTask | undefined {
  const after = Math.max(prompt.indexOf("</rubric>"), 0);
  const queryStart = prompt.indexOf("<query>", after);
  const queryEnd = prompt.indexOf("</query>", queryStart);
  const responseStart = prompt.indexOf("<response>", queryEnd);
  const responseEnd = prompt.lastIndexOf("</response>");
  if (queryStart < 0 || queryEnd < 0 || responseStart < 0 || responseEnd < responseStart) return undefined;
  return {
    rubric: rubricName.exec(prompt)?.[1] ?? null,
    query: prompt.slice(queryStart + "<query>".length, queryEnd).trim(),
    response: prompt.slice(responseStart + "<response>".length, responseEnd).trim()
  };
}

/** What the attribute extractor finds in its prompt. */
export interface ExtractTask {
  side: "query" | "response";
  text: string;
}

/** Reads the quoted `<query>` or `<response>`; returns undefined when there is neither. */
export function readExtractTask(prompt: string): ExtractTask | undefined {
  for (const side of ["response", "query"] as const) {
    const start = prompt.indexOf(`<${side}>\n`);
    const end = prompt.lastIndexOf(`</${side}>`);
    if (start >= 0 && end > start) return {side, text: prompt.slice(start + side.length + 2, end).trim()};
  }
  return undefined;
}

/** What the second judge of a crux finds in its prompt. */
export interface CruxTask {
  rubric: string;
  attributes: string[];
}

/** Reads the rubric's name and the numbered attributes; returns undefined when one is missing. */
export function readCruxTask(prompt: string): CruxTask | undefined {
  const rubric = rubricName.exec(prompt)?.[1];
  const attributes = readAttributeList(prompt);
  return rubric === undefined || attributes.length === 0 ? undefined : {rubric, attributes};
}

/** The lines of the block `<attributes>`, without dash or number. */
export function readAttributeList(prompt: string): string[] {
  const block = readTag(prompt, "attributes") ?? "";
  return block
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
}

/** What stands in a tag; undefined when it is not there. */
export function readTag(prompt: string, tag: string): string | undefined {
  const start = prompt.indexOf(`<${tag}>`);
  const end = prompt.indexOf(`</${tag}>`, start);
  return start < 0 || end < 0 ? undefined : prompt.slice(start + tag.length + 2, end).trim();
}

/** What the perturber finds in its prompt: the prompt to reword, and how many rewordings. */
export function readPerturbTask(text: string): {prompt: string; count: number} {
  const start = text.indexOf("<prompt>");
  const end = text.indexOf("</prompt>", start);
  const prompt = start < 0 || end < 0 ? text : text.slice(start + "<prompt>".length, end).trim();
  return {prompt, count: Number(/\bwrite (\d+) rewording/i.exec(text)?.[1] ?? 1)};
}
