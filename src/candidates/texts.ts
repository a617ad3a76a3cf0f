import {openRows, type SiteFile} from "../ui/parquetRows.js";

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
  /** Ids of the candidates whose response has a text, in any case. Reads all responses: slow on a large study. */
  findInResponses(text: string): Promise<number[]>;
}

/** Opens `texts.parquet`, a row a candidate. */
export function openTexts(file: SiteFile): TextStore {
  const rows = openRows<CandidateTexts & {id: number}>(file);
  return {
    read: (id) => rows.read(id),
    async findInResponses(text) {
      const wanted = text.toLowerCase();
      const ids: number[] = [];
      for await (const block of rows.readBlocks(["id", "response"]))
        for (const {id, response} of block) if (response?.toLowerCase().includes(wanted)) ids.push(id);
      return ids;
    }
  };
}
