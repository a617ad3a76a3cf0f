import {candidateColumns, isList, isScalar, type Columns, type ScalarType} from "../shared/explore/columns.js";
import {
  allOf,
  anyOf,
  comparisons,
  not,
  type Comparison,
  type Condition,
  type Value
} from "../shared/explore/condition.js";
import {tokensOf, WhereError, type Token} from "./whereTokens.js";

const longest = 20_000; // characters; an address holds less
const deepest = 100; // brackets and NOTs in one another

/**
 * The condition that the WHERE of a query says: comparisons, IN, BETWEEN, IS NULL, list_contains, AND, OR, NOT and
 * brackets over the columns of the page; empty selects everything. Throws a WhereError that says what is wrong where.
 */
export function parseWhere(where: string, columns: Columns = candidateColumns): Condition {
  if (where.length > longest) throw new WhereError(`longer than ${longest} characters`, longest);
  const tokens = tokensOf(where.replace(/^\s*where\b/i, (word) => " ".repeat(word.length)));
  return new Parser(tokens, columns).parse();
}

type Known = Exclude<Value, null>;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #columns: Columns;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], columns: Columns) {
    this.#tokens = tokens;
    this.#columns = columns;
  }

  parse(): Condition {
    if (this.#isAtEnd()) return allOf([]);
    const condition = this.#any();
    if (!this.#isAtEnd()) throw this.#unexpected("AND, OR or the end");
    return condition;
  }

  #any(): Condition {
    const parts = [this.#all()];
    while (this.#takes("OR")) parts.push(this.#all());
    return anyOf(parts);
  }

  #all(): Condition {
    const parts = [this.#single()];
    while (this.#takes("AND")) parts.push(this.#single());
    return allOf(parts);
  }

  #single(): Condition {
    if (++this.#depth > deepest)
      throw new WhereError(`more than ${deepest} conditions inside one another`, this.#token.at);
    const condition = this.#takes("NOT") ? not(this.#single()) : this.#takes("(") ? this.#inBrackets() : this.#leaf();
    this.#depth--;
    return condition;
  }

  #inBrackets(): Condition {
    const condition = this.#any();
    this.#expect(")");
    return condition;
  }

  #leaf(): Condition {
    const {kind, text, at} = this.#take();
    if (kind !== "word") throw this.#unexpected("a column", {kind, text, at});
    const name = text.toLowerCase();
    if (name === "true") return allOf([]);
    if (name === "false") return anyOf([]);
    if (/^(list_contains|list_has)$/.test(name)) return this.#contains();
    if (isList(this.#columns, name)) throw new WhereError(`${name} is a list: write list_contains(${name}, '...')`, at);
    if (!isScalar(this.#columns, name))
      throw new WhereError(`no such column: ${text}; there are ${namesOf(this.#columns)}`, at);
    return this.#about(name);
  }

  #contains(): Condition {
    this.#expect("(");
    const {text, at} = this.#take();
    const column = text.toLowerCase();
    if (!isList(this.#columns, column))
      throw new WhereError(`not a list: ${text}; there are ${this.#columns.lists.join(", ")}`, at);
    this.#expect(",");
    const value = this.#take();
    if (value.kind !== "text") throw this.#unexpected("a text in single quotes", value);
    this.#expect(")");
    return {op: "has", column, value: value.text};
  }

  #about(column: string): Condition {
    if (this.#takes("IS")) {
      const isNot = this.#takes("NOT");
      this.#expect("NULL");
      return isNot ? not({op: "null", column}) : {op: "null", column};
    }
    if (this.#takes("NOT")) return not(this.#among(column));
    const by = this.#token.text === "!=" ? "<>" : this.#token.text;
    if (this.#token.kind === "sign" && (comparisons as readonly string[]).includes(by)) {
      this.#next++;
      return {op: "compare", column, by: by as Comparison, value: this.#value(column)};
    }
    if (this.#typeOf(column) === "boolean" && !/^(in|between)$/i.test(this.#token.text))
      return {op: "compare", column, by: "=", value: true};
    return this.#among(column);
  }

  /** IN or BETWEEN. */
  #among(column: string): Condition {
    if (this.#takes("BETWEEN")) {
      const low = this.#value(column);
      this.#expect("AND");
      return allOf([
        {op: "compare", column, by: ">=", value: low},
        {op: "compare", column, by: "<=", value: this.#value(column)}
      ]);
    }
    if (!this.#takes("IN")) throw this.#unexpected("=, <>, <, <=, >, >=, IN, BETWEEN or IS NULL");
    this.#expect("(");
    const values = [this.#value(column)];
    while (this.#takes(",")) values.push(this.#value(column));
    this.#expect(")");
    return {op: "in", column, values};
  }

  #value(column: string): Known {
    const token = this.#take();
    const type = this.#typeOf(column);
    if (type === "string" && token.kind === "text") return token.text;
    if (type === "number" && token.kind === "number" && Number.isFinite(Number(token.text))) return Number(token.text);
    if (type === "boolean" && /^(true|false)$/i.test(token.text)) return token.text.toLowerCase() === "true";
    throw this.#unexpected(`${wanted[type]} for ${column}`, token);
  }

  #typeOf(column: string): ScalarType {
    return this.#columns.scalars[column]!;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #isAtEnd(): boolean {
    return this.#token.kind === "end";
  }

  #take(): Token {
    const token = this.#token;
    if (token.kind !== "end") this.#next++;
    return token;
  }

  #takes(word: string): boolean {
    const {kind, text} = this.#token;
    const isIt = (kind === "word" || kind === "sign") && text.toUpperCase() === word;
    if (isIt) this.#next++;
    return isIt;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw this.#unexpected(word);
  }

  #unexpected(expected: string, {kind, text, at}: Token = this.#token): WhereError {
    return new WhereError(`expected ${expected}, got ${kind === "end" ? "the end" : text.slice(0, 40)}`, at);
  }
}

const namesOf = ({scalars, lists}: Columns): string => [...Object.keys(scalars), ...lists].join(", ");
const wanted = {string: "a text in single quotes", number: "a number", boolean: "TRUE or FALSE"};
