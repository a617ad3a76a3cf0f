import {candidatesAPage, type ListedCandidate} from "../shared/firstCandidates.js";
import {Button, SearchField} from "../ui/controls.js";
import {whenIdle} from "../ui/later.js";
import {ListReader, type Go, type ListControls} from "../ui/listReader.js";
import {Element} from "../ui/text.js";
import {CandidateList} from "./candidateList.js";
import {CandidateReader, type CandidateFinding} from "./candidateReader.js";
import {CandidateStore, type CandidateSources} from "./candidateStore.js";
import {CandidateFilters, type FilterChoices} from "./filterControls.js";
import {candidateAddress, emptyView, type CandidateView} from "./filters.js";
import type {TextStore} from "./texts.js";

export interface CandidateBrowserOptions {
  study: string;
  choices: FilterChoices;
  sources: Omit<CandidateSources, "responses">;
  texts: TextStore;
  findings: ReadonlyMap<number, CandidateFinding>; // by candidate
}

/** All candidates of a study: filters, a page of them, and a reader. */
export function CandidateBrowser({study, choices, sources, texts, findings}: CandidateBrowserOptions): HTMLElement {
  const store = new CandidateStore({...sources, responses: texts.responses});
  whenIdle(() => store.prepare()).catch(() => undefined); // a filter says what is wrong
  const find: FindResponses = (text) => (text === "" ? null : texts.responses.find(text));
  return ListReader<CandidateView, ListedCandidate>({
    noun: "candidate",
    className: "candidates",
    pageSize: candidatesAPage,
    view: emptyView,
    address: candidateAddress,
    controls: (go) => Controls(choices, find, go),
    rows: (view, signal) => store.page(view, signal),
    idOf: ({id}) => id,
    placeOf: (view, id) => store.place(view, id),
    list: CandidateList,
    note: ({response}) => (response === "" ? "" : ` with \u201c${response}\u201d in the response`),
    read: async (id) => {
      const [candidate, own] = await Promise.all([store.read(id), texts.read(id)]);
      return CandidateReader(candidate, own, study, findings.get(id) ?? null);
    }
  });
}

type FindResponses = (text: string) => Promise<unknown> | null;

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
