import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {AttributePoolBuilder} from "./attribute-pool.js";
import {maybeJsonObject} from "../pairs/lenient-json.js";
import {readLines, type TextLine} from "../pairs/lines.js";
import {openText} from "../pairs/open-text.js";
import {expectedSentences, maybeSentences} from "./pool-row.js";

/** Reads lines, also compressed, a row each. Throws a UserError with the line of the first row that can't be read. */
export async function poolFromLines(path: string): Promise<AttributePoolBuilder> {
  const file = shownPath(path);
  const pool = new AttributePoolBuilder();
  // of `attributes`; dropped at the first row that has `sae_attributes`
  let spare: AttributePoolBuilder | undefined = new AttributePoolBuilder();
  try {
    for await (const line of readLines(path, openText(path).bytes)) {
      const row = parseRow(line, file);
      const own = sentencesOf(row, "sae_attributes", line, file);
      pool.addRow(own);
      if (own.length > 0) spare = undefined;
      spare?.addRow(sentencesOf(row, "attributes", line, file));
    }
  } catch (cause) {
    if (isUserError(cause)) throw cause;
    throw new UserError(`can't be read to its end: ${(cause as Error).message}: get the file again`, {file}, {cause});
  }
  return spare ?? pool;
}

function parseRow({text, number, closed}: TextLine, file: string): Record<string, unknown> {
  const row = text === null ? undefined : maybeJsonObject(text);
  if (row !== undefined) return row;
  const why =
    text === null
      ? "not valid UTF-8: expected JSON text"
      : closed
        ? "not a JSON object: expected one row a line"
        : "torn: the file ends inside this line: get the file again";
  throw new UserError(why, {file, line: number});
}

function sentencesOf(row: Record<string, unknown>, key: string, {number}: TextLine, file: string): string[] {
  const sentences = maybeSentences(row[key]);
  if (sentences !== undefined) return sentences;
  throw new UserError(`${expectedSentences}, got ${shown(row[key])}`, {file, line: number, key});
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
