import {UserError} from "../../util/user-error.js";

/** Where the rows of each prompt are, in a file sorted by prompt and number. 12 bytes a prompt. */
export class PromptIndex {
  #high = new Uint32Array(1024); // of the ids, in ascending order
  #low = new Uint32Array(1024);
  #starts = new Uint32Array(1025); // first row of each prompt, and the number of rows
  #count = 0;
  #rows = 0;
  #id = ""; // of the row before
  #k = -1;

  constructor(private readonly file: string) {} // for errors

  get prompts(): number {
    return this.#count;
  }

  /** Adds the next row. Throws a UserError where it is not behind the one before. */
  add(id: string, k: number): void {
    if (id !== this.#id) this.#begin(id);
    else if (k <= this.#k)
      throw this.#problem(k === this.#k ? `has answer ${k} to prompt ${id} twice` : "not sorted by k");
    this.#k = k;
    this.#rows++;
  }

  /** Call it after the last row. */
  finish(): void {
    this.#starts[this.#count] = this.#rows;
  }

  /** The rows of a prompt; null when there are none. */
  find(id: string): {start: number; end: number} | null {
    const [high, low] = halves(id);
    let [from, to] = [0, this.#count];
    while (from < to) {
      const middle = (from + to) >> 1;
      const [h, l] = [this.#high[middle]!, this.#low[middle]!];
      if (h === high && l === low) return {start: this.#starts[middle]!, end: this.#starts[middle + 1]!};
      if (h < high || (h === high && l < low)) from = middle + 1;
      else to = middle;
    }
    return null;
  }

  #begin(id: string): void {
    if (!/^[0-9a-f]{16}$/.test(id)) throw this.#problem(`${JSON.stringify(id)} is no id of a prompt`);
    if (id < this.#id) throw this.#problem(`not sorted by prompt, or prompt ${id} is there twice`);
    if (this.#count === this.#high.length) this.#grow();
    const [high, low] = halves(id);
    this.#high[this.#count] = high;
    this.#low[this.#count] = low;
    this.#starts[this.#count++] = this.#rows;
    this.#id = id;
    this.#k = -1;
  }

  #grow(): void {
    const larger = (array: Uint32Array) => {
      const copy = new Uint32Array(2 * array.length + 1);
      copy.set(array);
      return copy;
    };
    [this.#high, this.#low, this.#starts] = [larger(this.#high), larger(this.#low), larger(this.#starts)];
  }

  #problem = (message: string): UserError =>
    new UserError(`${message}: take the file from where the recording came from`, {file: this.file});
}

const halves = (id: string): [high: number, low: number] => [
  Number.parseInt(id.slice(0, 8), 16),
  Number.parseInt(id.slice(8), 16)
];
