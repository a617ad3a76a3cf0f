import {createHash} from "node:crypto";
import {readFileSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";

/** A row of a mixture in the Tülu format. */
interface Row {
  id: string;
  source: string;
  messages: {role: string; content: string}[];
}

/** How many prompts of each chunk: half of them short questions and requests of people, the rest tools, code, maths. */
const wanted: Record<string, number> = {
  coconot: 919,
  "gpteacher-roleplay": 620,
  "t0-p3": 520,
  "gpteacher-toolformer": 480,
  "gpteacher-codegen": 260,
  gsm8k: 260
};
const chars = {min: 8, max: 300, withTools: 420};
const seed = 17;

/** What prompts of t0-p3 about people's private matters speak of: they are left out. */
const isPrivate =
  /dialogue|conversation|review|\bmovie\b|\bfilm\b|\bdied\b|\bkilled\b|\barrest|\bmurder|\bpolice\b|\brape|\bsuicid/i;

/** Writes the prompts of the case study, with the answers of the data set: one exchange each, distinct, in random order. */
export function selectPrompts(mixture: string, target: string): number {
  const seen = new Set<string>();
  const rows = readFileSync(mixture, "utf8").trim().split("\n").map(toRow);
  const fitting = rows.filter(
    (row) => isFitting(row) && !seen.has(row.messages[0]!.content) && seen.add(row.messages[0]!.content)
  );
  const drawn = Object.entries(wanted).flatMap(([source, count]) =>
    inRandomOrder(fitting.filter((row) => row.source === source)).slice(0, count)
  );
  const lines = inRandomOrder(drawn).map((row) => JSON.stringify(row));
  writeFileSync(target, gzipSync(`${lines.join("\n")}\n`, {level: 9}));
  return lines.length;
}

function toRow(line: string): Row {
  const {id, source, messages} = JSON.parse(line) as Row;
  const trimmed = messages.map(({role, content}, i) => ({role, content: i === 0 ? content.trim() : content}));
  return {id, source, messages: trimmed};
}

function isFitting({source, messages}: Row): boolean {
  const prompt = messages[0]!.content;
  const max = source === "gpteacher-toolformer" ? chars.withTools : chars.max;
  if (messages.length !== 2 || prompt.length < chars.min || prompt.length > max) return false;
  return source !== "t0-p3" || !isPrivate.test(prompt);
}

function inRandomOrder(rows: readonly Row[]): Row[] {
  const keyed = rows.map((row) => ({row, key: keyOf(row)}));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({row}) => row);
}

const keyOf = ({messages}: Row): string => createHash("sha256").update(`${seed} ${messages[0]!.content}`).digest("hex");
