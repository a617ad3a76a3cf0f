import {readFileSync} from "node:fs";
import {afterEach, expect, it, vi} from "vitest";
import {readTable, tablePath, writeTable} from "../../loaders/store/tables.js";
import {useTempData} from "../../loaders/util/testing/temp-data.js";
import type {Row} from "../shared/schema.js";
import {openRows} from "./parquetRows.js";

vi.mock("npm:hyparquet", () => import("hyparquet")); // the name that a built site has for it

useTempData();
afterEach(() => vi.unstubAllGlobals());

/** A file as a static host serves it; `bytes` and `asked` count what is read of it. */
function serve(path: string) {
  const file = readFileSync(path);
  const served = {href: "https://example.org/table.parquet", size: file.length, bytes: 0, asked: 0};
  vi.stubGlobal("fetch", (_: string, {headers}: {headers: Headers}) => {
    const [, start, end] = /bytes=(\d+)-(\d*)/.exec(headers.get("Range")!)!;
    const part = file.subarray(Number(start), end === "" ? file.length : Number(end) + 1);
    served.bytes += part.length;
    served.asked++;
    return Promise.resolve(new Response(new Uint8Array(part), {status: 206}));
  });
  return served;
}

/** Long and short texts, texts that come again, missing ones, and those of several bytes a character. */
const texts = (rows: number): Row<"texts">[] =>
  Array.from({length: rows}, (_, id) => ({
    ...{id, query: id % 3 === 0 ? null : `query ${id} \u00fc\u{1f600}`, thinking: `one of ${id % 7}`.repeat(30)},
    ...{response: `response ${id} `.repeat(1 + ((id * 37) % 90)), reasoning: id % 5 === 0 ? "" : `because ${id}`},
    ...{judge_thinking: null, contrast_response: null, contrast_reasoning: id < 1999 ? null : "since", note: null}
  }));

it("reads any row as it was written, a few pages of a large file for each", async () => {
  await writeTable("s", "texts", texts(5000));
  const written = (await readTable("s", "texts"))!;
  const file = serve(tablePath("s", "texts"));
  const rows = openRows<Row<"texts">>(file);
  await rows.read(0);
  for (let row = 0; row < 5000; row += row % 2000 < 1990 ? 97 : 1) expect(await rows.read(row)).toEqual(written[row]);
  for (const row of [1999, 2000, 4999]) expect(await rows.read(row), String(row)).toEqual(written[row]);
  await expect(rows.read(5000)).rejects.toThrow("no row 5000");
  const before = {...file};
  const again = openRows<Row<"texts">>(file);
  expect((await again.read(3333, ["response"])).response).toBe(written[3333]!.response);
  expect(file.asked - before.asked).toBeLessThan(5); // the end of the file, an index of pages, a page
});

it("reads the rows of a file whose columns are a page each", async () => {
  await writeTable("s", "texts", texts(30));
  const written = (await readTable("s", "texts"))!;
  const rows = openRows<Row<"texts">>(serve(tablePath("s", "texts")));
  for (const row of [0, 1, 29]) expect(await rows.read(row)).toEqual(written[row]);
});

it("reads some columns of every row", async () => {
  await writeTable("s", "texts", texts(4100));
  const rows = openRows<Row<"texts">>(serve(tablePath("s", "texts")));
  const read = [];
  for await (const block of rows.readBlocks(["id", "query"])) read.push(...block);
  expect(read).toEqual(texts(4100).map(({id, query}) => ({id, query})));
});
