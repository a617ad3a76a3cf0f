import {mkdirSync, statSync, writeFileSync} from "node:fs";
import {columnsOf, tableNames, type AnyTableName, type Row, type TableName} from "../../../src/shared/schema.js";
import type {Mark} from "../../../src/shared/marks.js";
import {attributeIds, toArrow} from "../../store/arrow.js";
import {readTable, tablePath, writeTable} from "../../store/tables.js";
import {textTables} from "../contents.js";
import {currentStudyMarks} from "../workbench/marks-place.js";
import {reportNotePath, studyFileText} from "../made.js";
import {writeManifest} from "../../store/manifest.js";
import {appendMarks, ownMarksPath} from "../../store/marks-file.js";
import {UserError} from "../../util/user-error.js";
import {withDataFolder} from "./workspace.js";
import {createMasking, type Masking} from "./mask.js";
import {maskManifest, maskStudyFile} from "./mask-manifest.js";
import {masked, part} from "./masked.js";
import {maskedNames} from "./names.js";
import {describeSelection} from "./notes.js";
import {Patterns} from "./patterns.js";
import type {Selection} from "./selection.js";

const lengths = [20_000, 5_000, 2_000, 1_000, 500, 200, 80, 0]; // characters that a cut text keeps, tried in turn

export interface CopyOptions {
  folder: string;
  largest: number; // bytes of a file
  signal?: AbortSignal;
  limitInMs?: number; // of a pattern over a part of the texts
}

/**
 * Writes the study as the report shows it into another data folder: masked, chosen, and with no table that makes a file
 * above `largest` bytes. The pages are then built from there, so what is left out is nowhere in them.
 */
export async function copyStudy(study: string, selection: Selection, options: CopyOptions): Promise<void> {
  const sources = selection.masks.flatMap((mask) => (mask.kind === "pattern" ? [mask.text] : []));
  const patterns = new Patterns(sources, options);
  try {
    await copyMasked(study, selection, patterns, options);
  } finally {
    await patterns.close();
  }
}

async function copyMasked(
  study: string,
  selection: Selection,
  patterns: Patterns,
  {folder, largest, signal}: Omit<CopyOptions, "limitInMs">
): Promise<void> {
  if ((await patterns.matching([study])).size > 0)
    throw new UserError("a pattern matches the name of the study, which is in its addresses: rename the study first", {
      key: "--mask"
    });
  const names = await maskedNames(study, selection.manifest, patterns);
  const masking = await createMasking(study, selection, {patterns, names});
  const cuts: string[] = [];
  const attributes = await maskedRows(study, "attributes", masking);
  const ids = attributeIds((attributes ?? []) as Row<"attributes">[]);
  for (const table of tableNames) {
    if (table === "calls") continue;
    signal?.throwIfAborted();
    const rows = await maskedRows(study, table, masking);
    if (rows === undefined) continue;
    const size = async (some: readonly Record<string, unknown>[]): Promise<number> => {
      if (!textTables.includes(table)) return toArrow(table, some as never, ids).byteLength;
      await withDataFolder(folder, () => writeTable(study, table, some as never));
      return withDataFolder(folder, () => statSync(tablePath(study, table)).size);
    };
    const fitting = await fit(table, rows, {size, largest, note: (line) => cuts.push(line)});
    await withDataFolder(folder, () => writeTable(study, table, fitting as never));
  }
  const notes = await patterns.replaceIn([...describeSelection(selection, masking), ...cuts], part);
  const manifest = await maskManifest(selection.manifest, patterns, names);
  const file = await maskStudyFile(studyFileText(study), patterns);
  const marks = selection.marks ? await marksOf(study, selection, patterns) : [];
  await withDataFolder(folder, () => {
    appendMarks(ownMarksPath(study), marks);
    mkdirSync(tablePath(study, "runs").replace(/[^/\\]+$/, ""), {recursive: true});
    writeManifest(manifest);
    writeFileSync(reportNotePath(study), JSON.stringify({notes, file}));
  });
}

/** Marks on what the report shows in full. A note may quote what is masked: then it is left out. */
async function marksOf(study: string, {findings, masks}: Selection, patterns: Patterns): Promise<Mark[]> {
  const rubrics = masks.flatMap((mask) => (mask.kind === "rubric" ? [mask.rubric] : []));
  const isBare = masks.some(({kind}) => kind === "mark");
  const shown = currentStudyMarks(study).filter(
    ({kind, id, rubric}) =>
      (findings === null || (kind === "finding" && findings.has(id))) && !(rubric && rubrics.includes(rubric))
  );
  const notes = await patterns.matching(shown.map(({note}) => note));
  return shown.map((mark) => ({...mark, note: isBare ? "" : notes.has(mark.note) ? masked : mark.note}));
}

async function maskedRows(
  study: string,
  table: TableName,
  masking: Masking
): Promise<Record<string, unknown>[] | undefined> {
  const rows = await readTable(study, table);
  return (
    rows &&
    masking.rows(
      table,
      rows.filter((row) => masking.keeps(table, row))
    )
  );
}

interface FitOptions {
  size(rows: readonly Record<string, unknown>[]): Promise<number>;
  largest: number; // bytes
  note(line: string): void;
}

/** Cuts texts, then leaves out rows from the end, until the table's file is small enough; says what it did. */
async function fit(table: TableName, rows: Record<string, unknown>[], {size, largest, note}: FitOptions) {
  if ((await size(rows)) <= largest) return rows;
  const texts = columnsOf(table as AnyTableName)
    .filter(([, {type, category}]) => type === "string" && !category)
    .map(([name]) => name);
  let shown = rows;
  for (const length of texts.length === 0 ? [] : lengths) {
    shown = rows.map((row) => ({...row, ...Object.fromEntries(texts.map((name) => [name, cut(row[name], length)]))}));
    if ((await size(shown)) > largest) continue;
    note(`Table ${table}: texts are cut to ${length} characters, so that no file is too large for a static host.`);
    return shown;
  }
  while (shown.length > 0 && (await size(shown)) > largest) shown = shown.slice(0, Math.floor(shown.length * 0.8));
  note(
    `Table ${table}: the first ${shown.length} of ${rows.length} rows, so that no file is too large for a static host.`
  );
  return shown;
}

const cut = (value: unknown, length: number): unknown =>
  typeof value === "string" && value.length > length ? `${value.slice(0, length)} [cut in this report]` : value;
