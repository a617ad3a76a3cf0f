import {Button, SearchField} from "../ui/controls.js";
import type {Database} from "../ui/database.js";
import {ListReader, type Go, type ListControls} from "../ui/listReader.js";
import {Element} from "../ui/text.js";
import {CandidateList, type ListedCandidate} from "./candidateList.js";
import {candidatePage, candidatePlace, keepIds, readCandidate} from "./candidateQueries.js";
import {CandidateReader, type CandidateFinding} from "./candidateReader.js";
import {CandidateFilters, type FilterChoices} from "./filterControls.js";
import {candidateAddress, emptyView, type CandidateView} from "./filters.js";
import type {TextStore} from "./texts.js";

const pageSize = 25;

/** All candidates of a study: filters, a page of them, and a reader. */
export function CandidateBrowser(
  db: Database,
  texts: TextStore,
  choices: FilterChoices,
  study: string,
  findings: ReadonlyMap<number, CandidateFinding> = new Map()
): HTMLElement {
  const find = responseFinder(db, texts);
  return ListReader<CandidateView, ListedCandidate>({
    noun: "candidate",
    className: "candidates",
    pageSize,
    view: emptyView,
    address: candidateAddress,
    controls: (go) => Controls(choices, find, go),
    rows: async (view) => candidatePage(db, view, {pageSize, only: await find(view.response)}),
    idOf: ({id}) => id,
    placeOf: async (view, id) => candidatePlace(db, view, {id, only: await find(view.response)}),
    list: CandidateList,
    note: ({response}) => (response === "" ? "" : ` with \u201c${response}\u201d in the response`),
    read: async (id) =>
      CandidateReader(await readCandidate(db, id), await texts.read(id), study, findings.get(id) ?? null)
  });
}

type FindResponses = (text: string) => Promise<string> | null;

/** Finds the candidates whose response has a text, each text once: the name of a table of their ids; null for no text. */
function responseFinder(db: Database, texts: TextStore): FindResponses {
  let last: {text: string; table: Promise<string>} | null = null;
  let searches = 0;
  const search = async (text: string): Promise<string> => {
    const table = `found_${++searches % 3}`; // a query may still use the last one
    return keepIds(db, table, await texts.findInResponses(text));
  };
  return (text) => {
    if (text === "") return null;
    if (last?.text !== text) last = {text, table: search(text)};
    const {table} = last;
    table.catch(() => (last = null)); // to be tried again
    return table;
  };
}

function Controls(choices: FilterChoices, find: FindResponses, go: Go<CandidateView>): ListControls<CandidateView> {
  const first = {page: 0, open: null};
  const filters = CandidateFilters(choices, (change) => go({...change, ...first}, {replace: true}));
  const clear = Button("Clear filters", () => {
    filters.forget();
    responses.forget();
    go(emptyView);
  });
  const responses = ResponseSearch(find, (response) => go({response, ...first}, {replace: true}));
  return {
    elements: [filters.element, Element("div", "toolbar", responses.element, clear)],
    show(view) {
      filters.show(view);
      responses.show(view.response);
    }
  };
}

/** The slow search: it reads every response of the study. */
function ResponseSearch(find: FindResponses, search: (text: string) => void) {
  let shown: string | null = null; // what is typed stays while other fields change
  const field = SearchField("response");
  const run = () => search(field.value);
  const button = Button("Search responses", run);
  field.addEventListener("keydown", (event) => event.key === "Enter" && run());
  field.addEventListener("search", () => field.value === "" && run());
  const label = Element("label", "", "text in the response (reads them all) ", field);
  return {
    element: Element("span", "toolbar", label, button),
    forget: () => void (shown = null),
    show(text: string): void {
      if (text !== shown) field.value = text;
      shown = text;
      const searching = find(text);
      button.textContent = searching === null ? "Search responses" : "Searching\u2026";
      const end = (): void => void (button.textContent = "Search responses");
      searching?.then(end, end);
    }
  };
}
