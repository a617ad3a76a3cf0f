/**
 * Marks: what people say of a study's findings, candidates and samples. A file of marks is a log, one JSON object a line:
 * the last line of a person on a subject counts. Read and written by pages, the preview and studies (`marks:`).
 */

export const markKinds = ["finding", "candidate", "sample"] as const;
export type MarkKind = (typeof markKinds)[number];

export const markLabels = ["true", "false", "unsure"] as const;
export type MarkLabel = (typeof markLabels)[number];

/** What a mark is about. */
export interface Subject {
  kind: MarkKind;
  id: string; // of a finding; row number of a candidate or sample
}

/** A line of the log. */
export interface Mark extends Subject {
  label: MarkLabel | null; // null: taken back, or a note alone
  note: string; // empty: none
  by: string; // who; empty: not said
  at: string; // ISO date; empty: not said
  rubric?: string;
  key?: string; // of a candidate or sample (`rowKey`): says whether the row is still the same
  queue?: string; // review queue in which it was made, without sight of score and reason
  stratum?: string; // of that queue
  of?: number; // answers in that stratum
}

export const maxNoteLength = 200_000; // characters
const maxNameLength = 100;

const words: Record<string, MarkLabel | null> = {
  ...{"1": "true", true: "true", yes: "true", violation: "true"},
  ...{"0": "false", false: "false", no: "false", none: "false"},
  ...{unsure: "unsure", unmarked: null}
};

/** What a label may be in a file. */
export const labelWords = Object.keys(words);

/** The mark in an object of a file. Returns what is wrong with it as a text. */
export function toMark(value: unknown): Mark | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "expected an object";
  const row = value as Record<string, unknown>;
  const subject = toSubject(row);
  if (typeof subject === "string") return subject;
  const label = textIn(row, "label").toLowerCase();
  if (!Object.hasOwn(words, label))
    return `label: expected ${labelWords.join(", ")}, got ${label === "" ? "nothing" : label.slice(0, 40)}`;
  const at = textIn(row, "at");
  if (at !== "" && !isDate(at)) return `at: expected an ISO date, got ${at.slice(0, 40)}`;
  const note = textIn(row, "note");
  if (note.length > maxNoteLength) return `note: expected at most ${maxNoteLength} characters, got ${note.length}`;
  return {
    ...subject,
    label: words[label]!,
    note,
    by: textIn(row, "by").slice(0, maxNameLength),
    at: at === "" ? "" : new Date(at).toISOString(),
    ...optionalTexts(row),
    ...(Number(textIn(row, "of")) > 0 && {of: Number(textIn(row, "of"))})
  };
}

function toSubject(row: Record<string, unknown>): Subject | string {
  const kinds = markKinds.filter((kind) => textIn(row, kind) !== "");
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return "expected one of finding (an id), candidate (a row) and sample (a row)";
  const id = textIn(row, kind);
  if (kind !== "finding" && !/^\d{1,9}$/.test(id)) return `${kind}: expected a row of ${kind}s, got ${id.slice(0, 40)}`;
  return {kind, id: kind === "finding" ? id : String(Number(id))};
}

const optional = ["rubric", "key", "queue", "stratum"] as const;

const optionalTexts = (row: Record<string, unknown>): Partial<Mark> =>
  Object.fromEntries(optional.flatMap((name) => (textIn(row, name) === "" ? [] : [[name, textIn(row, name)]])));

const textIn = (row: Record<string, unknown>, name: string): string => {
  const value = row[name];
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
};

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text));

/** A mark as a line of a file, without its end. */
export function markLine({kind, id, label, note, by, at, ...more}: Mark): string {
  const subject = {[kind]: kind === "finding" ? id : Number(id)};
  return JSON.stringify({...subject, label: label ?? "unmarked", ...(note !== "" && {note}), by, at, ...more});
}

/** Marks as the text of a file. */
export const marksFile = (marks: readonly Mark[]): string => marks.map((mark) => `${markLine(mark)}\n`).join("");

export interface ReadMarks {
  marks: Mark[];
  problems: {line: number; message: string}[]; // lines that are no marks, from 1
}

/** The marks in the text of a file. Lines that are damaged are named and left out. */
export function readMarkLines(text: string): ReadMarks {
  const read: ReadMarks = {marks: [], problems: []};
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const mark = toMark(safeParse(line));
    if (typeof mark === "string") read.problems.push({line: i + 1, message: mark});
    else read.marks.push(mark);
  }
  return read;
}

function safeParse(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

export const subjectKey = ({kind, id}: Subject): string => `${kind} ${id}`;

/** Names a line: two with the same name are one, so a file can be imported twice. */
export const lineKey = (mark: Mark): string =>
  JSON.stringify([mark.kind, mark.id, mark.by, mark.at, mark.label, mark.note]);

/** The lines that count: the last of each person on each subject, by date, then by place. */
export function currentMarks(log: readonly Mark[]): Mark[] {
  const last = new Map<string, Mark>();
  for (const mark of log) {
    const key = JSON.stringify([mark.kind, mark.id, mark.by]);
    if ((last.get(key)?.at ?? "") <= mark.at) last.set(key, mark);
  }
  return [...last.values()].filter(({label, note}) => label !== null || note !== "");
}

/** What people together say of one subject: what most of them say; unsure where they are split. Null without a label. */
export function consensus(labels: readonly (MarkLabel | null)[]): MarkLabel | null {
  const said = labels.filter((label) => label !== null);
  if (said.length === 0) return null;
  const surplus = said.reduce((sum, label) => sum + (label === "true" ? 1 : label === "false" ? -1 : 0), 0);
  return surplus === 0 ? "unsure" : surplus > 0 ? "true" : "false";
}

/** What people together say of each subject that has a label. */
export function consensusBySubject(marks: readonly Mark[]): Map<string, MarkLabel> {
  const said = new Map<string, (MarkLabel | null)[]>();
  for (const mark of marks) said.set(subjectKey(mark), [...(said.get(subjectKey(mark)) ?? []), mark.label]);
  const all = [...said].map(([key, labels]) => [key, consensus(labels)] as const);
  return new Map(all.filter((entry): entry is readonly [string, MarkLabel] => entry[1] !== null));
}
