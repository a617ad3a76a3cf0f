const constants: Record<string, unknown> = {None: null, True: true, False: false, nan: null, inf: null};
const escapes: Record<string, string> = {n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\u0007", "0": "\0"};
const closing: Record<string, string> = {"[": "]", "(": ")", "{": "}"};
const spaces = new Set([" ", "\n", "\t", "\r"]);
const maxDepth = 50;

/**
 * The value of a Python literal: lists, tuples, dicts, texts, numbers and None, as `str()` writes them, and arrays as
 * NumPy does (`array([...], dtype=object)`, without commas). Undefined when the text is anything else. One pass.
 */
export function maybePythonLiteral(text: string): unknown {
  try {
    const reader = new LiteralReader(text);
    return reader.whole();
  } catch {
    return undefined;
  }
}

class LiteralReader {
  #at = 0;
  #depth = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at < this.text.length) throw new Error("text after the value");
    return value;
  }

  #value(): unknown {
    this.#space();
    const first = this.text[this.#at];
    if (first === undefined) throw new Error("no value");
    if (first in closing) return this.#nested(first);
    return first === "'" || first === '"' ? this.#string(first) : this.#word();
  }

  #nested(open: string): unknown {
    if (++this.#depth > maxDepth) throw new Error("too deep");
    this.#at++;
    const value = open === "{" ? this.#dict() : this.#list(closing[open]!);
    this.#depth--;
    return value;
  }

  #list(end: string): unknown[] {
    const list: unknown[] = [];
    while (!this.#take(end)) {
      list.push(this.#value());
      this.#take(",");
    }
    return list;
  }

  #dict(): Record<string, unknown> {
    const dict: Record<string, unknown> = {};
    while (!this.#take("}")) {
      const key = this.#value();
      if (typeof key !== "string" || !this.#take(":")) throw new Error("no key");
      Object.defineProperty(dict, key, {value: this.#value(), enumerable: true, configurable: true, writable: true});
      this.#take(",");
    }
    return dict;
  }

  #string(quote: string): string {
    const start = ++this.#at;
    let isEscaped = false;
    for (; this.text[this.#at] !== quote; this.#at++) {
      if (this.#at >= this.text.length) throw new Error("a text without an end");
      if (this.text[this.#at] !== "\\") continue;
      isEscaped = true;
      this.#at++;
    }
    const body = this.text.slice(start, this.#at++);
    return isEscaped ? unescape(body) : body;
  }

  #word(): unknown {
    const word = this.#match(/[-+\w.]+/y);
    if (word === undefined) throw new Error("no value");
    if (Object.hasOwn(constants, word)) return constants[word];
    if (word === "array" && this.#take("(")) {
      const value = this.#value();
      this.#match(/\s*,\s*dtype=[^)]*/y);
      if (this.#take(")")) return value;
    }
    const number = Number(word);
    if (Number.isNaN(number)) throw new Error("not a value");
    return number;
  }

  #take(token: string): boolean {
    this.#space();
    if (this.text[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (spaces.has(this.text[this.#at]!)) this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }
}

const unescape = (body: string): string =>
  body.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(\r?\n)|([^]))/g,
    (_, x?: string, u?: string, long?: string, line?: string, one?: string) => {
      const code = x ?? u ?? long;
      if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
      return line === undefined ? (escapes[one!] ?? (/['"\\]/.test(one!) ? one! : `\\${one}`)) : "";
    }
  );
