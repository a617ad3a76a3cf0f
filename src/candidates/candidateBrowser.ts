import {Button, SearchField} from "../ui/controls.js";
import type {Database} from "../ui/database.js";
import {ListReader, type Go, type ListControls} from "../ui/listReader.js";
import {Element} from "../ui/text.js";
import {CandidateList, type ListedCandidate} from "./candidateList.js";
import {candidatePage, candidatePlace, readCandidate} from "./candidateQueries.js";
import {CandidateReader, type CandidateFinding} from "./candidateReader.js";
import {CandidateFilters, type FilterChoices} from "./filterControls.js";
import {candidateAddress, emptyView, type CandidateView} from "./filters.js";
import type {TextStore} from "./texts.js";

const pageSize = 25;

/** Candidates whose response has a text. */
interface Found {
  text: string;
  ids: number[];
}

/** All candidates of a study: filters, a page of them, and a reader. */
export function CandidateBrowser(
  db: Database,
  texts: TextStore,
  choices: FilterChoices,
  study: string,
  findings: ReadonlyMap<number, CandidateFinding> = new Map()
): HTMLElement {
  let found: Found | null = null;
  const search = async (text: string): Promise<void> => {
    found = text === "" ? null : {text, ids: await texts.findInResponses(text)};
  };
  return ListReader<CandidateView, ListedCandidate>({
    noun: "candidate",
    className: "candidates",
    pageSize,
    view: emptyView,
    address: candidateAddress,
    controls: (go) => Controls(choices, search, go),
    rows: (view) => candidatePage(db, view, {pageSize, only: found?.ids ?? null}),
    idOf: ({id}) => id,
    placeOf: (view, id) => candidatePlace(db, view, {id, only: found?.ids ?? null}),
    list: CandidateList,
    note: () => (found === null ? "" : ` with \u201c${found.text}\u201d in the response`),
    read: async (id) =>
      CandidateReader(await readCandidate(db, id), await texts.read(id), study, findings.get(id) ?? null)
  });
}

function Controls(
  choices: FilterChoices,
  search: (text: string) => Promise<void>,
  go: Go<CandidateView>
): ListControls<CandidateView> {
  const first = {page: 0, open: null};
  const filters = CandidateFilters(choices, (change) => go({...change, ...first}, {replace: true}));
  const clear = Button("Clear filters", () => go(emptyView));
  const responses = ResponseSearch(async (text) => {
    await search(text);
    go(first, {replace: true});
  });
  return {elements: [filters.element, Element("div", "toolbar", responses, clear)], show: filters.show};
}

/** The slow search: it reads every response of the study. */
function ResponseSearch(search: (text: string) => Promise<void>): HTMLElement {
  const field = SearchField("response");
  const run = async () => {
    button.disabled = true;
    button.textContent = "Searching\u2026";
    await search(field.value).catch(() => undefined);
    button.disabled = false;
    button.textContent = "Search responses";
  };
  const button = Button("Search responses", () => void run());
  field.addEventListener("keydown", (event) => event.key === "Enter" && void run());
  field.addEventListener("search", () => field.value === "" && void run());
  return Element("span", "toolbar", Element("label", "", "text in the response (reads them all) ", field), button);
}
