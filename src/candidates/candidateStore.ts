import {candidateOrders} from "../explore/candidateOrders.js";
import {orderer, pageOf, placeIn} from "../explore/rowOrder.js";
import type {CodedTable} from "../shared/explore/codedTable.js";
import type {CandidateScalar} from "../shared/explore/columns.js";
import type {Value} from "../shared/explore/condition.js";
import {rowsThat} from "../shared/explore/evaluate.js";
import {candidatesAPage, type FirstCandidates, type ListedCandidate} from "../shared/firstCandidates.js";
import type {CountedRows} from "../ui/database.js";
import {whenIdle} from "../ui/later.js";
import type {RowStore} from "../ui/parquetRows.js";
import type {OpenCandidate} from "./candidateReader.js";
import {conditionOf, emptyView, filtersOf, type CandidateView} from "./filters.js";
import type {TextSearch} from "./textSearch.js";

/** Where the candidates of a study are read from. Only what is shown is read, and what a filter needs. */
export interface CandidateSources {
  first: FirstCandidates; // shown before the table is there
  table: () => Promise<CodedTable>; // what they are filtered and ordered by
  attributes: () => Promise<ReadonlyMap<number, string>>; // sentences by id
  rows: RowStore<OpenCandidate>; // by id
  queries: Pick<TextSearch<"query">, "find">;
  responses: Pick<TextSearch<"response">, "find">;
}

/** The candidates that a filter keeps. */
interface Kept {
  filters: string;
  has: (row: number) => boolean;
  total: number;
}

/** The candidates of a study by filter and order, a page at a time. */
export class CandidateStore {
  #kept: Promise<Kept> | null = null;
  #filters = "";
  #inOrder: ReturnType<typeof orderer> | null = null;

  constructor(private readonly sources: CandidateSources) {}

  /** Gets ready what any filter needs: the table, and the candidates in each order. */
  async prepare(): Promise<void> {
    const order = this.#order(await this.sources.table());
    for (const name of Object.keys(candidateOrders)) await whenIdle(() => Promise.resolve(order(name)));
  }

  /** A page of the candidates that a view shows. Rejects without reading their texts once it is not wanted any more. */
  async page(view: CandidateView, signal?: AbortSignal): Promise<CountedRows<ListedCandidate>> {
    const {first, rows} = this.sources;
    if (isFirst(view)) return {rows: first.candidates, total: first.total};
    const [table, {has, total}] = await Promise.all([this.sources.table(), this.#keep(view)]);
    signal?.throwIfAborted();
    const ids = pageOf(this.#order(table)(view.sort), has, view.page * candidatesAPage, candidatesAPage);
    const listed = ids.map(async (id) => ({...candidateAt(table, id), query: (await rows.read(id, ["query"])).query}));
    return {rows: await Promise.all(listed), total};
  }

  /** The place of a candidate in the list of a view, from 0; null: it is not in it. */
  async place(view: CandidateView, id: number): Promise<number | null> {
    const [table, {has}] = await Promise.all([this.sources.table(), this.#keep(view)]);
    return placeIn(this.#order(table)(view.sort), has, id);
  }

  /** One candidate. Rejects when there is none with this id. */
  read(id: number): Promise<OpenCandidate> {
    const {first, rows} = this.sources;
    if (id >= first.total) return Promise.reject(new Error("there is no such candidate"));
    return rows.read(id);
  }

  #order(table: CodedTable): ReturnType<typeof orderer> {
    return (this.#inOrder ??= orderer(table, candidateOrders));
  }

  /** What a view keeps, found once for all pages and orders of it. A failed search is tried again. */
  #keep(view: CandidateView): Promise<Kept> {
    const filters = filtersOf(view);
    if (this.#kept === null || this.#filters !== filters) {
      const kept = this.#find(view, filters);
      [this.#kept, this.#filters] = [kept, filters];
      kept.catch(() => this.#kept === kept && (this.#kept = null));
    }
    return this.#kept;
  }

  async #find(view: CandidateView, filters: string): Promise<Kept> {
    const {queries, responses} = this.sources;
    const [table, attributes] = await Promise.all([
      this.sources.table(),
      view.attribute === "" ? new Map<number, string>() : this.sources.attributes()
    ]);
    const found = await Promise.all([
      ...(view.text === "" ? [] : [queries.find(view.text)]),
      ...(view.response === "" ? [] : [responses.find(view.response)])
    ]);
    const passes = rowsThat(conditionOf(view, attributes), table);
    for (const rows of found) for (let row = 0; row < passes.length; row++) passes[row]! &= rows[row] ?? 0;
    let total = 0;
    for (const passed of passes) total += passed;
    return {filters, has: (row) => passes[row] === 1, total};
  }
}

/** Whether a view is what a reader sees first. */
const isFirst = (view: CandidateView): boolean =>
  view.page === 0 && view.sort === emptyView.sort && filtersOf(view) === filtersOf(emptyView);

/** What the coded table says of a candidate. */
export function candidateAt({columns}: CodedTable, id: number): Omit<ListedCandidate, "query"> {
  const at = (name: CandidateScalar): Value => columns[name]!.values[columns[name]!.codes[id]!]!;
  return {
    id,
    score: at("score") as number | null,
    flagged: at("flagged") === true,
    reason: at("reason") as string | null,
    rubric: String(at("rubric")),
    run: at("run") as number,
    iteration: at("iteration") as number,
    arm: String(at("arm"))
  };
}
