import {DuckDBInstance} from "@duckdb/node-api";

export interface PoolFile {
  rows: number;
  sentences: number; // distinct ones
  rowsPerGroup: number;
}

/** Writes a pool in the released format: a prompt and ten sentences a row, the same for the same sizes. */
export async function writePoolFile(path: string, {rows, sentences, rowsPerGroup}: PoolFile): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  try {
    const pick = `(hash(r * 10 + j) % ${sentences})::INTEGER`;
    const sentence =
      `'The query asks for detail ' || ${pick} || ' and is written in the manner of ' || ${pick} % 97 || ', ` +
      "at length.'";
    await connection.run(`COPY (
      SELECT 'What is there to know of ' || r || '? ' || repeat(md5(r::VARCHAR), 8) AS prompt,
        list_transform(range(10), j -> ${sentence}) AS sae_attributes
      FROM range(${rows}) t(r)
    ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, ROW_GROUP_SIZE ${rowsPerGroup})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
