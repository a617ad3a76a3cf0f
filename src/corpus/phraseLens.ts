import {count, plural} from "../ui/format.js";
import {lensHits, searchPairs, type LensHit, type LensResult} from "./lensSearch.js";
import {features, readLens, writeLens} from "./lensView.js";
import {
  inContext,
  longestPattern,
  phraseModes,
  regexOptions,
  toRegex,
  type LensQuery,
  type PhraseMode
} from "./phrases.js";
import type {Database} from "../ui/studyData.js";
import {visible} from "../ui/visible.js";
import {LensCounts} from "./lensCounts.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

const pageSize = 10;

export interface PhraseLensElement extends HTMLElement {
  /** Looks for a phrase as if a reader had typed it. */
  look(phrase: string): void;
}

/** Looks for any word, phrase or regular expression in the pairs of a corpus. The address holds the search. */
export function PhraseLens(db: Database): PhraseLensElement {
  let running = new AbortController();
  const status = Element("p", "lens-status");
  status.setAttribute("role", "status");
  const results = Element("div", "");
  const form = Form((query) => {
    history.pushState(null, "", `${location.pathname}${writeLens(query)}${location.hash}`);
    void search(query);
  });
  const root = Element("section", "lens", form.element, status, results) as PhraseLensElement;
  root.id = "lens";
  root.look = (text) => {
    const query = {...(form.read() ?? {feature: null}), phrase: {text, mode: "word" as const}};
    form.show(query);
    history.pushState(null, "", `${location.pathname}${writeLens(query)}${location.hash}`);
    root.scrollIntoView({block: "start"});
    void search(query);
  };

  async function search(query: LensQuery | null): Promise<void> {
    running.abort();
    running = new AbortController();
    const {signal} = running;
    results.replaceChildren();
    if (query === null) return void (status.textContent = "Nothing is looked for yet.");
    status.textContent = "Searching\u2026";
    try {
      const onProgress = (searched: number, total: number) =>
        void (status.textContent = `Searching\u2026 ${count(searched)} of ${plural(total, "pair")}`);
      const result = await searchPairs(db, query, {signal, onProgress});
      if (signal.aborted) return;
      status.textContent = summary(result);
      results.replaceChildren(LensCounts(result, query), Hits(db, result, query));
    } catch (error) {
      if (!signal.aborted) status.textContent = problem(error as Error);
    }
  }

  const onBack = () => {
    if (!root.isConnected) return removeEventListener("popstate", onBack);
    form.show(readLens(location.search));
    void search(readLens(location.search));
  };
  addEventListener("popstate", onBack);
  form.show(readLens(location.search));
  void search(readLens(location.search));
  return root;
}

function summary({ids, searched, total}: LensResult): string {
  const found = `${plural(ids.length, "pair")} of ${count(searched)} ${ids.length === 1 ? "has" : "have"} it`;
  return searched < total
    ? `${found}. The search took too long and was ended: ${count(total - searched)} pairs are not looked at, and every number below is of the others.`
    : `${found}.`;
}

/** What DuckDB says of an expression that is not valid, without the name of its error. */
const problem = ({message}: Error): string =>
  `That can't be looked for: ${visible(message.split("\n")[0]!.replace(/^(?:\w+ )*Error: /, ""))}`;

function Hits(db: Database, {ids}: LensResult, query: LensQuery): HTMLElement {
  if (ids.length === 0) return Element("p", "muted", "No pair to show.");
  let page = 0;
  let turn = 0;
  const status = Element("span", "");
  const list = Element("div", "");
  const back = Button("Previous page", () => void show(page - 1));
  const forward = Button("Next page", () => void show(page + 1));
  async function show(to: number): Promise<void> {
    const mine = ++turn;
    page = to;
    const shown = ids.slice(page * pageSize, (page + 1) * pageSize);
    status.textContent = "Reading\u2026";
    const rows = await lensHits(db, toRegex(query.phrase), regexOptions, shown);
    if (mine !== turn) return;
    const first = page * pageSize + 1;
    status.textContent = `${count(first)}\u2013${count(first + rows.length - 1)} of ${plural(ids.length, "pair")}, in the order of the corpus`;
    back.disabled = page === 0;
    forward.disabled = (page + 1) * pageSize >= ids.length;
    list.replaceChildren(...rows.map(Hit));
  }
  void show(0);
  return Element(
    "div",
    "",
    Element("h3", "", "Pairs that have it"),
    Element("div", "toolbar", status, back, forward),
    list
  );
}

function Hit({id, source, query, response, in_query, in_response}: LensHit): HTMLElement {
  const head = Element("summary", "", Element("span", "label", visible(source)), ` pair ${count(id)} `);
  for (const [side, text, match] of [
    ["query", query, in_query],
    ["response", response, in_response]
  ] as const)
    if (match !== "")
      head.append(Element("span", "lens-context", Element("small", "muted", `${side}: `), InContext(text, match)));
  if (in_query === "" && in_response === "") head.append(InlineText(query.slice(0, 160)));
  const details = Element("details", "lens-hit", head);
  const open = () => {
    details.append(Element("h4", "", "Query"), TextBlock(query), Element("h4", "", "Response"), TextBlock(response));
    details.removeEventListener("toggle", open);
  };
  details.addEventListener("toggle", open);
  return details;
}

function InContext(text: string, match: string): HTMLElement {
  const {before, match: matched, after} = inContext(text, match);
  const element = Element("span", "quoted", visible(before), Element("mark", "", visible(matched)), visible(after));
  element.dir = "auto";
  return element;
}

function Form(onSearch: (query: LensQuery | null) => void) {
  const form = Element("form", "filters lens-form") as HTMLFormElement;
  const phrase = Field("phrase", "a word or phrase");
  const mode = Modes("mode");
  const feature = Field("feature", "of responses; may stay empty");
  const featureMode = Modes("featureMode");
  const preset = document.createElement("select");
  preset.name = "preset";
  preset.append(new Option("choose one", ""), ...features.map(({name, regex}) => new Option(name, regex)));
  preset.addEventListener("change", () => {
    if (preset.value === "") return;
    [feature.value, featureMode.value, preset.value] = [preset.value, "regex", ""];
  });
  const read = (): LensQuery | null =>
    phrase.value === ""
      ? null
      : {
          phrase: {text: phrase.value, mode: mode.value as PhraseMode},
          feature: feature.value === "" ? null : {text: feature.value, mode: featureMode.value as PhraseMode}
        };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSearch(read());
  });
  const submit = Element("button", "", "Search") as HTMLButtonElement;
  submit.type = "submit";
  form.append(
    Element("label", "", "phrase", phrase),
    Element("label", "", "read as", mode),
    Element("label", "", "and the response has", feature),
    Element("label", "", "read as", featureMode),
    Element("label", "", "or", preset),
    submit
  );
  return {
    element: form,
    read,
    show(query: LensQuery | null): void {
      phrase.value = query?.phrase.text ?? "";
      mode.value = query?.phrase.mode ?? "word";
      feature.value = query?.feature?.text ?? "";
      featureMode.value = query?.feature?.mode ?? "word";
    }
  };
}

const Field = (name: string, placeholder: string): HTMLInputElement =>
  Object.assign(document.createElement("input"), {type: "search", name, placeholder, maxLength: longestPattern});

function Modes(name: string): HTMLSelectElement {
  const select = document.createElement("select");
  select.name = name;
  select.append(...Object.entries(phraseModes).map(([value, label]) => new Option(label, value)));
  return select;
}

function Button(name: string, act: () => void): HTMLButtonElement {
  const button = Element("button", "", name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
