import {excerpt} from "../shared/excerpt.js";
import {count, plural, score} from "../ui/format.js";
import type {RowStore} from "../ui/parquetRows.js";
import type {Row} from "../shared/schema.js";
import type {ListedSample, Samples} from "./samples.js";
import {emptySampleView, isChosen, readSampleView, writeSampleView, type SampleView} from "./sampleView.js";
import {SampleReader} from "./sampleReader.js";
import {Element, InlineText} from "../ui/text.js";

const pageSize = 20;

export interface SampleStores {
  prompts: RowStore<Row<"probe_texts">>;
  samples: RowStore<Row<"sample_texts">>;
}

export interface SampleBrowserElement extends HTMLElement {
  /** Shows the samples that an address names, such as the link of a mark. */
  open(search: string): void;
}

/**
 * The samples of a mark: a list and a reader. The address holds what is shown; links of marks in `marks` are followed
 * without leaving the page.
 */
export function SampleBrowser(
  samples: Samples,
  stores: SampleStores,
  base: Partial<SampleView> = {}
): SampleBrowserElement {
  let view = readSampleView(location.search);
  let turn = 0;
  let listed: number[] = [];
  const status = Element("span", "");
  status.setAttribute("role", "status");
  const chosen = Element("p", "chosen");
  const list = Element("div", "");
  const reader = Element("div", "reader");
  reader.setAttribute("aria-live", "polite");
  const show = document.createElement("select");
  show.name = "show";
  for (const [value, name] of Object.entries({
    "": "all samples",
    violations: "violations",
    others: "no violations",
    unscored: "unscored"
  }))
    show.append(new Option(name, value));
  show.addEventListener("change", () => go({show: show.value, page: 0, sample: null}));
  const back = Button("Previous page", () => go({page: view.page - 1, sample: null}));
  const forward = Button("Next page", () => go({page: view.page + 1, sample: null}));
  const all = Button("Show all", () => go({...emptySampleView}));
  const root = Element(
    "section",
    "samples",
    chosen,
    Element("div", "toolbar", Element("label", "", "show ", show), status, back, forward, all),
    Element("div", "browser", list, reader)
  ) as SampleBrowserElement;
  root.id = "sample-reader";
  root.open = (search) => {
    view = readSampleView(search);
    remember();
    void refresh();
    root.scrollIntoView({block: "start", behavior: "instant"});
  };

  function go(change: Partial<SampleView>): void {
    view = {...view, ...change};
    remember();
    void refresh();
  }

  function remember(): void {
    history.pushState(null, "", `${location.pathname}${writeSampleView(view, location.search)}${location.hash}`);
  }

  async function refresh(): Promise<void> {
    const mine = ++turn;
    show.value = view.show;
    const {total, rows} = samples.list({...view, ...base}, view.page * pageSize, pageSize);
    if (rows.length === 0 && view.page > 0) return go({page: 0});
    listed = rows.map(({id}) => id);
    chosen.replaceChildren(...Chosen(view));
    const first = view.page * pageSize + 1;
    status.textContent =
      total === 0 ? "No samples" : `${first}\u2013${first + rows.length - 1} of ${plural(total, "sample")}`;
    list.replaceChildren(List(rows, view.sample ?? listed[0] ?? null, (sample) => go({sample})));
    back.disabled = view.page === 0;
    forward.disabled = first + rows.length > total;
    all.disabled = !isChosen(view);
    await read(mine);
  }

  async function read(mine: number): Promise<void> {
    const id = view.sample ?? listed[0] ?? null;
    if (id === null) return reader.replaceChildren();
    try {
      const sample = samples.read(id);
      if (sample === undefined) throw new Error("there is no such sample");
      const [{query, note}, texts] = await Promise.all([stores.prompts.read(sample.prompt), stores.samples.read(id)]);
      if (mine === turn) reader.replaceChildren(SampleReader(sample, {query, note, ...texts}));
    } catch (error) {
      if (mine === turn)
        reader.replaceChildren(
          Element("p", "note note-failed", `Sample ${id} can't be read: ${(error as Error).message}`)
        );
    }
  }

  const onBack = () => {
    if (!root.isConnected) return removeEventListener("popstate", onBack);
    view = readSampleView(location.search);
    void refresh();
  };
  addEventListener("popstate", onBack);
  void refresh();
  return root;
}

/** Follows the links of marks within the page, so that nothing is loaded anew. */
export function followMarks(marks: HTMLElement, browser: () => SampleBrowserElement | null): HTMLElement {
  marks.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    const address = link?.getAttribute("href") ?? link?.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    const target = browser();
    if (address == null || !address.startsWith("?") || target === null || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    target.open(address);
  });
  return marks;
}

function Chosen(view: SampleView): (Node | string)[] {
  const said = (["step", "probe", "item", "variant", "row", "column", "prompt", "model", "context"] as const).filter(
    (key) => view[key] !== ""
  );
  if (said.length === 0) return ["All samples. A mark above opens its own."];
  return said.flatMap((key, i) => [i === 0 ? "Samples of " : ", ", `${key} `, InlineText(excerpt(view[key], 100))]);
}

function List(samples: readonly ListedSample[], open: number | null, choose: (id: number) => void): HTMLElement {
  if (samples.length === 0) return Element("p", "muted", "No sample fits.");
  return Element(
    "ol",
    "candidate-list",
    ...samples.map((sample) => Element("li", "", Line(sample, sample.id === open, choose)))
  );
}

function Line(sample: ListedSample, isOpen: boolean, choose: (id: number) => void): HTMLElement {
  const {id, variant, model, context, reason, violation} = sample;
  const text = Element("span", "query", InlineText(sample.query));
  const about = [
    variant,
    model,
    ...(context === "none" ? [] : [context]),
    `sample ${count(sample.sample)}`,
    ...(reason === null ? [] : [reason])
  ];
  const button = Element(
    "button",
    "",
    Element("span", violation ? "score flagged" : "score", score(sample.score)),
    text,
    Element("span", ""),
    Element("small", "muted", InlineText(about.join(", ")))
  );
  button.setAttribute("aria-current", String(isOpen));
  button.dataset.sample = String(id);
  button.addEventListener("click", () => choose(id));
  return button;
}

function Button(name: string, act: () => void): HTMLButtonElement {
  const button = Element("button", "", name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
