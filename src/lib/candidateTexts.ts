import {asyncBufferFromUrl, cachedAsyncBuffer, parquetMetadataAsync, parquetReadObjects} from "npm:hyparquet";

/** The long texts of a candidate: a row of the table `texts`. */
export interface CandidateTexts {
  query: string | null;
  response: string | null;
  thinking: string | null;
  reasoning: string | null;
  judge_thinking: string | null;
  note: string | null;
}

export interface TextStore {
  /** The texts of a candidate, by its id. */
  read(id: number): Promise<CandidateTexts>;
  /** Ids of the candidates whose response holds a text, whatever its case. Reads all responses: slow on a large study. */
  findInResponses(text: string): Promise<number[]>;
}

/** Reads `texts.parquet` by row range: a page fetches the rows it shows, not the file. `size` in bytes. */
export function openTexts({href: url, size}: {href: string; size: number}): TextStore {
  const opened = (async () => {
    const file = cachedAsyncBuffer(await asyncBufferFromUrl({url, byteLength: size}));
    return {file, metadata: await parquetMetadataAsync(file)};
  })();
  opened.catch(() => undefined); // said where it is read
  return {
    async read(id) {
      const rows = await parquetReadObjects({...(await opened), rowStart: id, rowEnd: id + 1});
      const [row] = rows;
      if (row === undefined) throw new Error(`no texts for candidate ${id}`);
      return row as unknown as CandidateTexts;
    },
    async findInResponses(text) {
      const wanted = text.toLowerCase();
      const rows = await parquetReadObjects({...(await opened), columns: ["id", "response"]});
      return rows.flatMap(({id, response}) =>
        typeof response === "string" && response.toLowerCase().includes(wanted) ? [id as number] : []
      );
    }
  };
}
