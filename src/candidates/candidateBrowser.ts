import {readView, sorts, whereOf, writeView, type CandidateView} from "./filters.js";
import type {TextStore} from "./texts.js";
import {plural} from "../ui/format.js";
import {rowsOf, type Database} from "../ui/studyData.js";
import {CandidateFilters, type FilterChoices} from "./filterControls.js";
import {CandidateList, type ListedCandidate} from "./candidateList.js";
import {CandidateReader, type OpenCandidate} from "./candidateReader.js";
import {Element} from "../ui/text.js";

const pageSize = 25;
const typingPauseInMs = 100;

/** All candidates of a study: filters, a page of them, and a reader. The address holds what is shown. */
export function CandidateBrowser(db: Database, texts: TextStore, choices: FilterChoices): HTMLElement {
  let view = readView(location.search);
  let inResponses: {text: string; ids: number[]} | null = null;
  let listed: number[] = []; // ids on this page
  let total = 0;
  let turn = 0; // the latest request: an older answer that comes late is dropped

  const status = Element("span", "");
  status.setAttribute("role", "status");
  const list = Element("div", "");
  const reader = Element("div", "reader");
  reader.setAttribute("aria-live", "polite");
  const filters = CandidateFilters(choices, (change, typing) =>
    pause(typing ? typingPauseInMs : 0, () => go({...change, page: 0, open: null}, false))
  );
  const previous = Button("Previous", () => void step(-1));
  const next = Button("Next", () => void step(1));
  const back = Button("Previous page", () => go({page: view.page - 1, open: null}, true));
  const forward = Button("Next page", () => go({page: view.page + 1, open: null}, true));
  const clear = Button("Clear filters", () => go({...readView(""), open: null}, true));
  const responses = ResponseSearch(async (text) => {
    inResponses = text === "" ? null : {text, ids: await texts.findInResponses(text)};
    go({page: 0, open: null}, false);
  });
  const root = Element(
    "div",
    "",
    filters.element,
    Element("div", "toolbar", responses, clear),
    Element("div", "toolbar", status, back, forward),
    Element(
      "div",
      "browser",
      list,
      Element("div", "", Element("div", "toolbar", previous, next, Element("span", "muted", "keys j and k")), reader)
    )
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  function pause(ms: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }

  function go(change: Partial<CandidateView>, remember: boolean): void {
    view = {...view, ...change};
    const address = `${location.pathname}${writeView(view)}${location.hash}`;
    if (remember) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    void show();
  }

  async function show(): Promise<void> {
    const mine = ++turn;
    filters.show(view);
    const {sql, parameters} = whereOf(view);
    const condition =
      inResponses === null ? sql : `${sql} AND list_contains([${inResponses.ids.join(",")}]::INT[], id)`;
    const rows = await rowsOf<ListedCandidate & {total: number}>(
      db,
      `SELECT id, score, flagged, reason, rubric, run, iteration, arm, query, count(*) OVER ()::INT AS total
       FROM candidates WHERE ${condition} ORDER BY ${sorts[view.sort]} LIMIT ${pageSize} OFFSET ${view.page * pageSize}`,
      parameters
    );
    if (mine !== turn) return;
    if (rows.length === 0 && view.page > 0) return go({page: 0}, false);
    total = rows[0]?.total ?? 0;
    listed = rows.map(({id}) => id);
    const first = view.page * pageSize + 1;
    const where = inResponses === null ? "" : ` with \u201c${inResponses.text}\u201d in the response`;
    status.textContent =
      total === 0
        ? `No candidates${where}`
        : `${first}\u2013${first + rows.length - 1} of ${plural(total, "candidate")}${where}`;
    list.replaceChildren(CandidateList(rows, view.open, (id) => go({open: id}, true)));
    back.disabled = view.page === 0;
    forward.disabled = first + rows.length > total;
    root.dataset.shown = String(mine);
    await read(mine);
  }

  async function read(mine: number): Promise<void> {
    const id = view.open ?? listed[0] ?? null;
    previous.disabled = id === null || (listed.indexOf(id) === 0 && view.page === 0);
    next.disabled = id === null || view.page * pageSize + listed.indexOf(id) + 1 >= total;
    if (id === null) return reader.replaceChildren();
    try {
      const candidate = await readCandidate(db, id);
      const text = await texts.read(id);
      if (mine === turn) reader.replaceChildren(CandidateReader(candidate, text));
    } catch (error) {
      if (mine === turn)
        reader.replaceChildren(
          Element("p", "note note-failed", `Candidate ${id} can't be read: ${(error as Error).message}`)
        );
    }
  }

  /** To the neighbour of the open candidate, over the edge of the page too. */
  async function step(by: number): Promise<void> {
    const place = listed.indexOf(view.open ?? listed[0] ?? -1) + by;
    if (place >= 0 && place < listed.length) return go({open: listed[place]!}, true);
    const page = view.page + by;
    if (page < 0 || page * pageSize >= total) return;
    view = {...view, page};
    await show();
    const id = by > 0 ? listed[0] : listed.at(-1);
    if (id !== undefined) go({open: id}, true);
  }

  const onKey = (event: KeyboardEvent) => {
    if (!root.isConnected) return removeEventListener("keydown", onKey);
    const busy = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (busy || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "j" || event.key === "ArrowRight") void step(1);
    if (event.key === "k" || event.key === "ArrowLeft") void step(-1);
  };
  const onBack = () => {
    if (!root.isConnected) return removeEventListener("popstate", onBack);
    view = readView(location.search);
    void show();
  };
  addEventListener("keydown", onKey);
  addEventListener("popstate", onBack);
  void show();
  return root;
}

async function readCandidate(db: Database, id: number): Promise<OpenCandidate> {
  type Ids = Omit<OpenCandidate, "attributes" | "weighted"> & {
    attributes: Iterable<number>;
    weighted: Iterable<number>;
  };
  const [row] = await rowsOf<Ids>(db, "SELECT * FROM candidates WHERE id = ?", [id]);
  if (row === undefined) throw new Error("there is no such candidate");
  const ids = [...row.attributes];
  const names = await rowsOf<{id: number; attribute: string}>(
    db,
    `SELECT id, attribute FROM attributes WHERE id IN (${[-1, ...ids].join(", ")})`
  );
  const sentence = new Map(names.map(({id, attribute}) => [id, attribute]));
  const named = (list: Iterable<number>) => [...list].map((attribute) => sentence.get(attribute) ?? "");
  return {...row, attributes: named(ids), weighted: named(row.weighted)};
}

function Button(name: string, act: () => void): HTMLButtonElement {
  const button = Element("button", "", name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/** The slow search: reads every response of the study when it is asked to. */
function ResponseSearch(search: (text: string) => Promise<void>): HTMLElement {
  const field = document.createElement("input");
  Object.assign(field, {type: "search", name: "response", placeholder: "words"});
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
  const label = Element("label", "", "text in the response (reads them all) ", field);
  return Element("span", "toolbar", label, button);
}
