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
  type Pattern,
  type PhraseMode
} from "./phrases.js";
import {visible} from "../ui/visible.js";
import {Pager} from "../ui/pager.js";
import {LensCounts} from "./lensCounts.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {goTo, whileShown} from "../ui/address.js";
import {FilterForm, SearchField, Select} from "../ui/controls.js";
import type {Database} from "../ui/database.js";

const pageSize = 10;

export interface PhraseLensElement extends HTMLElement {
  /** Searches for a phrase as if a reader had typed it. */
  look(phrase: string): void;
}

/** Searches the pairs of a corpus for a word, phrase or regular expression. The address holds the search. */
export function PhraseLens(db: Database): PhraseLensElement {
  let running = new AbortController();
  const status = Element("p", "lens-status");
  status.setAttribute("role", "status");
  const results = Element("div", "");
  const form = Form((query) => {
    goTo(writeLens(query));
    void search(query);
  });
  const root = Element("section", "lens", form.element, status, results) as PhraseLensElement;
  root.id = "lens";
  root.look = (text) => {
    const query = {...(form.read() ?? {feature: null}), phrase: {text, mode: "word" as const}};
    form.show(query);
    goTo(writeLens(query));
    root.scrollIntoView({block: "start"});
    void search(query);
  };

  async function search(query: LensQuery | null): Promise<void> {
    running.abort();
    running = new AbortController();
    const {signal} = running;
    results.replaceChildren();
    if (query === null) return void (status.textContent = "Enter a phrase to search for.");
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

  const readAddress = (): void => {
    form.show(readLens(location.search));
    void search(readLens(location.search));
  };
  whileShown(root, "popstate", readAddress);
  readAddress();
  return root;
}

function summary({ids, searched, total}: LensResult): string {
  const found = `${plural(ids.length, "pair")} of ${count(searched)} ${ids.length === 1 ? "has" : "have"} it`;
  return searched < total
    ? `${found}. The search took too long and was stopped: ${count(total - searched)} pairs are not counted below.`
    : `${found}.`;
}

/** What DuckDB says of an expression that is not valid, without the name of its error. */
const problem = ({message}: Error): string =>
  `That can't be looked for: ${visible(message.split("\n")[0]!.replace(/^(?:\w+ )*Error: /, ""))}`;

function Hits(db: Database, {ids}: LensResult, query: LensQuery): HTMLElement {
  if (ids.length === 0) return Element("p", "muted", "No pair to show.");
  let page = 0;
  let turn = 0;
  const list = Element("div", "");
  const pager = Pager({noun: "pair", pageSize, turn: (by) => void show(page + by)});
  async function show(to: number): Promise<void> {
    const mine = ++turn;
    page = to;
    pager.say("Reading\u2026");
    const shown = ids.slice(page * pageSize, (page + 1) * pageSize);
    const rows = await lensHits(db, toRegex(query.phrase), regexOptions, shown);
    if (mine !== turn) return;
    pager.show({page, shown: rows.length, total: ids.length, note: ", in the order of the corpus"});
    list.replaceChildren(...rows.map((row) => Hit(row, query.phrase)));
  }
  void show(0);
  return Element("div", "", Element("h3", "", "Matching pairs"), pager.element, list);
}

function Hit({id, source, query, response, in_query, in_response}: LensHit, phrase: Pattern): HTMLElement {
  const head = Element("summary", "", Element("span", "label", visible(source)), ` pair ${count(id)} `);
  for (const [side, text, match] of [
    ["query", query, in_query],
    ["response", response, in_response]
  ] as const)
    if (match !== "")
      head.append(
        Element("span", "lens-context", Element("small", "muted", `${side}: `), InContext(text, match, phrase))
      );
  if (in_query === "" && in_response === "") head.append(InlineText(query.slice(0, 160)));
  const details = Element("details", "lens-hit", head);
  const open = () => {
    details.append(Element("h4", "", "Query"), TextBlock(query), Element("h4", "", "Response"), TextBlock(response));
    details.removeEventListener("toggle", open);
  };
  details.addEventListener("toggle", open);
  return details;
}

function InContext(text: string, match: string, phrase: Pattern): HTMLElement {
  const {before, match: matched, after} = inContext(text, match, {phrase});
  const element = Element("span", "quoted", visible(before), Element("mark", "", visible(matched)), visible(after));
  element.dir = "auto";
  return element;
}

function Form(onSearch: (query: LensQuery | null) => void) {
  const form = FilterForm("filters lens-form");
  const phrase = Field("phrase", "a word or phrase");
  const mode = Modes("mode");
  const feature = Field("feature", "in responses; optional");
  const featureMode = Modes("featureMode");
  const preset = Select("preset", [["", "choose one"], ...features.map(({name, regex}) => [regex, name] as const)], {
    onChange(regex) {
      if (regex !== "") [feature.value, featureMode.value, preset.value] = [regex, "regex", ""];
    }
  });
  const read = (): LensQuery | null =>
    phrase.value === "" ? null : {phrase: patternOf(phrase, mode)!, feature: patternOf(feature, featureMode)};
  form.addEventListener("submit", () => onSearch(read()));
  const submit = Object.assign(Element("button", "", "Search"), {type: "submit"});
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
  Object.assign(SearchField(name, placeholder), {maxLength: longestPattern});

const Modes = (name: string): HTMLSelectElement => Select(name, Object.entries(phraseModes));

const patternOf = ({value: text}: HTMLInputElement, {value: mode}: HTMLSelectElement): Pattern | null =>
  text === "" ? null : {text, mode: mode as PhraseMode};
