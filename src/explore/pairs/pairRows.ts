import type {CodedTable} from "../../shared/explore/codedTable.js";
import type {Row} from "../../shared/schema.js";
import {addressOf} from "../../ui/address.js";
import {EntryList} from "../../ui/entryList.js";
import {count} from "../../ui/format.js";
import {ListReader, type ListReaderElement, type ListView} from "../../ui/listReader.js";
import type {RowStore} from "../../ui/parquetRows.js";
import {InlineText} from "../../ui/text.js";
import type {Explored} from "../explorer.js";
import {OrderSelect} from "../orderSelect.js";
import {orderer, pageOf, placeIn, type RowOrders} from "../rowOrder.js";
import {neighbourFinder} from "./neighbours.js";
import {PairReader} from "./pairReader.js";

const pageSize = 20;
const mostNeighbours = 8;

const pairOrders = {
  order: {title: "in the order of the index", by: null},
  query: {title: "longest query first", by: {column: "query_length", descending: true}},
  response: {title: "longest response first", by: {column: "response_length", descending: true}},
  shortest: {title: "shortest response first", by: {column: "response_length", descending: false}}
} as const satisfies RowOrders;

export interface PairView extends ListView {
  sort: string; // name of an order
}

const emptyView: PairView = {page: 0, open: null, sort: "order"};
const pairAddress = addressOf(emptyView, {
  clean: (view) => ({...view, sort: Object.hasOwn(pairOrders, view.sort) ? view.sort : emptyView.sort})
});

/** Where the texts of pairs are. */
export interface PairSources {
  rows: RowStore<Row<"corpus_rows">>; // by id, read by range
  pairs: RowStore<Row<"corpus_pairs">>; // more of the texts; empty where the corpus is too large for that
  onOpen: (clusters: ReadonlySet<number>) => void; // places of the clusters of the pair that is read
}

/** The selected training pairs, a page at a time, beside the one that is open with those nearest to it. */
export function PairRows(
  table: CodedTable,
  {model, choose}: Explored,
  {rows, pairs, onOpen}: PairSources
): ListReaderElement<PairView> {
  const inOrder = orderer(table, pairOrders);
  const has = (row: number): boolean => model.crossfilter.has(row);
  const {starts, codes} = table.lists.clusters!;
  let find: ReturnType<typeof neighbourFinder> | null = null;
  const shown = ["id", "source", "query", "query_length", "response_length"];
  const list = ListReader<PairView, Row<"corpus_rows">>({
    ...{noun: "training pair", className: "pairs", pageSize, view: emptyView, address: pairAddress},
    controls: (go) => {
      const order = OrderSelect(pairOrders, (sort) => go({sort, page: 0, open: null}, {replace: true}));
      return {elements: [order.element], show: ({sort}) => order.show(sort)};
    },
    rows: async ({page, sort}) => {
      const ids = pageOf(inOrder(sort), has, page * pageSize, pageSize);
      return {rows: await Promise.all(ids.map((id) => rows.read(id, shown))), total: model.selected.n};
    },
    idOf: ({id}) => id,
    placeOf: ({sort}, id) => placeIn(inOrder(sort), has, id),
    list: PairList,
    async read(id) {
      const places = [...codes.subarray(starts[id], starts[id + 1])];
      onOpen(new Set(places));
      find ??= neighbourFinder(table);
      const [pair, full, near] = await Promise.all([
        rows.read(id),
        pairs.read(id, ["query", "response"]).catch(() => null),
        Promise.all(find(id, mostNeighbours).map(async (each) => ({...each, pair: await rows.read(each.row, shown)})))
      ]);
      return PairReader(
        {...pair, ...full},
        {
          clusters: places.map((place) => ({place, name: table.lists.clusters!.names![place]!})),
          traces: namesIn(table, "traces", id),
          near,
          choose: (place) => choose("clusters")([place]),
          open: (row) => list.go({open: row})
        }
      );
    }
  });
  return list;
}

function namesIn({lists}: CodedTable, list: string, row: number): string[] {
  const {values, names, starts, codes} = lists[list]!;
  return Array.from(codes.subarray(starts[row], starts[row + 1]), (code) => (names ?? values)[code]!);
}

const PairList = (
  pairs: readonly Row<"corpus_rows">[],
  open: number | null,
  choose: (id: number) => void
): HTMLElement =>
  EntryList(
    pairs.map(({id, source, query, query_length: asked, response_length: answered}) => ({
      ...{id, number: count(id), text: InlineText(query)},
      about: InlineText(`${source}, ${count(asked)} / ${count(answered)} characters`)
    })),
    {kind: "pair", open, choose}
  );
