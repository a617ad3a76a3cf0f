import {openRows, type SiteFile} from "../ui/parquetRows.js";
import {TextSearch} from "./textSearch.js";

/** The long texts of a candidate: a row of the table `texts`. */
export interface CandidateTexts {
  query: string | null;
  response: string | null;
  thinking: string | null;
  reasoning: string | null;
  judge_thinking: string | null;
  contrast_response: string | null;
  contrast_reasoning: string | null;
  note: string | null;
}

export interface TextStore {
  /** The texts of a candidate, by its id. */
  read(id: number): Promise<CandidateTexts>;
  /** Finds candidates by a text in their response. The first search reads all responses: slow on a large study. */
  responses: TextSearch<"response">;
}

/** Opens `texts.parquet`, a row a candidate. */
export function openTexts(file: SiteFile): TextStore {
  const rows = openRows<CandidateTexts & {id: number}>(file);
  return {
    read: (id) => rows.read(id),
    responses: new TextSearch(rows, "response")
  };
}
