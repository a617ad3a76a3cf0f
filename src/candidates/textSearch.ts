import type {RowStore} from "../ui/parquetRows.js";

const mostKept = 20_000_000; // characters; a search reads the file again where there are more
const end = "\u0000"; // of a text

/** The texts of some rows in lower case, one after another. */
interface Block {
  text: string;
  starts: Uint32Array; // of the texts
}

/** Finds rows by a text in one of their columns, in any case. */
export class TextSearch<K extends string> {
  #kept: Block[] | null = null;
  #last: {text: string; rows: Promise<Uint8Array>} | null = null;
  #searches = 0;

  constructor(
    private readonly store: RowStore<Record<K, string | null>>,
    private readonly column: K
  ) {}

  /**
   * For each row, whether its text has this one. The first search reads all texts; a failed one is tried again. Rejects
   * when another search begins before this one ends: several at once would take several times the memory.
   */
  find(text: string): Promise<Uint8Array> {
    if (this.#last?.text !== text) this.#last = {text, rows: this.#search(text.toLowerCase())};
    const {rows} = this.#last;
    rows.catch(() => this.#last?.rows === rows && (this.#last = null));
    return rows;
  }

  async #search(wanted: string): Promise<Uint8Array> {
    const mine = ++this.#searches;
    const found: Uint8Array[] = [];
    for await (const block of this.#blocks()) {
      if (mine !== this.#searches) throw new Error("another search has begun");
      found.push(rowsWith(wanted, block));
    }
    const all = new Uint8Array(found.reduce((sum, {length}) => sum + length, 0));
    let at = 0;
    for (const rows of found) {
      all.set(rows, at);
      at += rows.length;
    }
    return all;
  }

  async *#blocks(): AsyncGenerator<Block> {
    if (this.#kept !== null) return yield* this.#kept;
    let keep: Block[] | null = [];
    let length = 0;
    for await (const rows of this.store.readBlocks([this.column])) {
      const block = blockOf(rows.map((row) => row[this.column] ?? ""));
      length += block.text.length;
      if (length > mostKept) keep = null;
      keep?.push(block);
      yield block;
    }
    this.#kept = keep;
  }
}

function blockOf(texts: readonly string[]): Block {
  const starts = new Uint32Array(texts.length);
  const lower = texts.map((text) => text.toLowerCase() + end);
  let at = 0;
  for (const [row, text] of lower.entries()) {
    starts[row] = at;
    at += text.length;
  }
  return {text: lower.join(""), starts};
}

/** For each row of a block, 1 if its text has this one. */
function rowsWith(wanted: string, {text, starts}: Block): Uint8Array {
  const rows = new Uint8Array(starts.length);
  if (wanted.includes(end)) return rows;
  let row = 0;
  for (let at = text.indexOf(wanted); at >= 0 && row < starts.length; at = text.indexOf(wanted, at)) {
    while (row + 1 < starts.length && starts[row + 1]! <= at) row++;
    rows[row] = 1;
    if (row + 1 === starts.length) break;
    at = starts[++row]!;
  }
  return rows;
}
