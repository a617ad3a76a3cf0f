import {CandidateList} from "../candidates/candidateList.js";
import {CandidateReader, type CandidateFinding, type OpenCandidate} from "../candidates/candidateReader.js";
import {candidateAt} from "../candidates/candidateStore.js";
import type {TextStore} from "../candidates/texts.js";
import type {CodedTable} from "../shared/explore/codedTable.js";
import type {ListedCandidate} from "../shared/firstCandidates.js";
import {addressOf} from "../ui/address.js";
import {ListReader, type ListReaderElement, type ListView} from "../ui/listReader.js";
import type {RowStore} from "../ui/parquetRows.js";
import type {Crossfilter} from "./crossfilter.js";
import {candidateOrders} from "./candidateOrders.js";
import {OrderSelect} from "./orderSelect.js";
import {orderer, pageOf, placeIn} from "./rowOrder.js";

const pageSize = 20;

/** Which of the selected candidates a reader looks at. */
export interface RowsView extends ListView {
  sort: string; // name of an order
}

/** Where the rows' texts are. */
export interface RowSources {
  study: string;
  candidates: RowStore<OpenCandidate>; // by id, read by range
  texts: Pick<TextStore, "read">;
  findings: ReadonlyMap<number, CandidateFinding>;
}

const emptyView: RowsView = {page: 0, open: null, sort: "score"};
const rowsAddress = addressOf(emptyView, {
  clean: (view) => ({...view, sort: Object.hasOwn(candidateOrders, view.sort) ? view.sort : emptyView.sort})
});

/** The selected candidates, a page at a time, beside the one that is open. Only what is shown is read. */
export function CandidateRows(
  table: CodedTable,
  crossfilter: Crossfilter,
  {study, candidates, texts, findings}: RowSources
): ListReaderElement<RowsView> {
  const inOrder = orderer(table, candidateOrders);
  const has = (row: number): boolean => crossfilter.has(row);
  const listed = async (id: number): Promise<ListedCandidate> => {
    const {query} = await candidates.read(id, ["query"]);
    return {...candidateAt(table, id), query};
  };
  return ListReader<RowsView, ListedCandidate>({
    ...{noun: "candidate", className: "candidates", pageSize, view: emptyView, address: rowsAddress},
    controls: (go) => {
      const order = OrderSelect(candidateOrders, (sort) => go({sort, page: 0, open: null}, {replace: true}));
      return {elements: [order.element], show: ({sort}) => order.show(sort)};
    },
    rows: async ({page, sort}) => {
      const ids = pageOf(inOrder(sort), has, page * pageSize, pageSize);
      return {rows: await Promise.all(ids.map(listed)), total: crossfilter.selected.n};
    },
    idOf: ({id}) => id,
    placeOf: ({sort}, id) => placeIn(inOrder(sort), has, id),
    list: CandidateList,
    read: async (id) =>
      CandidateReader(await candidates.read(id), await texts.read(id), study, findings.get(id) ?? null)
  });
}
