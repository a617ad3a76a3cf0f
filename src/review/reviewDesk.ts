import {markControl} from "../marks/markControl.js";
import {MarksBar} from "../marks/marksBar.js";
import {openMarks} from "../marks/markStore.js";
import {reviewer} from "../marks/reviewer.js";
import type {StudyManifest} from "../shared/manifest.js";
import type {Mark} from "../shared/marks.js";
import {drawQueue, type ReviewQueue} from "../shared/reviewQueue.js";
import type {Row} from "../shared/schema.js";
import {goTo, whileShown} from "../ui/address.js";
import {Button, FilterForm, Select} from "../ui/controls.js";
import {count} from "../ui/format.js";
import {afterPause} from "../ui/pause.js";
import {stepOf} from "../ui/stepKeys.js";
import {Element, TextBlock} from "../ui/text.js";
import {FiguresPanel} from "./figuresPanel.js";
import {reviewFigures} from "./figures.js";
import {ReadAhead, textsOf, type ReviewStores} from "./items.js";
import type {Population} from "./population.js";
import {queueName, reviewAddress, type ReviewView} from "./reviewView.js";

export interface DeskOptions {
  manifest: StudyManifest;
  populations: readonly Population[]; // with answers; at least one
  stores: ReviewStores;
  rates: readonly Row<"rates">[];
}

/** What is reviewed: chosen by the address. */
interface Chosen {
  population: Population;
  rubric: StudyManifest["rubrics"][number];
  queue: ReviewQueue;
  keys: ReadonlyMap<string, string>; // of its items: says whether a mark is about the same answer
  name: string;
  texts: ReadAhead;
}

/** The blind review: one answer after another, without score, reason, model or arm, and what the marks say so far. */
export function ReviewDesk({manifest, populations, stores, rates}: DeskOptions): HTMLElement {
  const store = openMarks(manifest.name);
  let view = reviewAddress.read(location.search);
  let chosen = choose(view);
  let place = 0;
  let turn = 0;
  let goal = 0.1;
  let given: number[] = []; // places that were marked in this visit, the last one last

  const settings = Element("div", "");
  const rubricText = Element("details", "");
  const progress = Element("p", "review-progress");
  progress.setAttribute("role", "status");
  const item = Element("div", "review-item");
  item.setAttribute("aria-live", "polite");
  const previous = Button("Previous (k)", () => void go(place - 1));
  const next = Button("Next (j)", () => void go(place + 1));
  const unmarked = Button("Next unmarked", () => void go(nextUnmarked(place)));
  const figures = Element("div", "");
  const side = Element(
    "details",
    "review-side",
    Element("summary", "", "What the marks say so far"),
    figures
  ) as HTMLDetailsElement;
  side.open = true;
  side.addEventListener("toggle", showFigures);
  const bar = Element("div", "toolbar", previous, next, unmarked);
  const left = Element(
    "div",
    "",
    progress,
    bar,
    item,
    MarksBar(manifest.name, () => void go(nextUnmarked(-1)))
  );
  const root = Element("section", "review", settings, rubricText, Element("div", "review-columns", left, side));

  function choose({source, rubric: asked, size, seed}: ReviewView): Chosen {
    const population = populations.find((each) => each.source === source) ?? populations[0]!;
    const name = population.rubrics.includes(asked) ? asked : population.rubrics[0]!;
    const rubric = manifest.rubrics.find((each) => each.name === name) ?? {
      name,
      threshold: 70,
      principle: "",
      hash: null
    };
    const queue = drawQueue(population.answersOf(name), {threshold: rubric.threshold, size, seed});
    const keys = new Map(queue.items.map(({id}) => [String(id), population.keyOf(id)]));
    const texts = new ReadAhead(textsOf(population, stores));
    texts.prepare(queue.items.map(({id}) => id));
    return {
      population,
      rubric,
      queue,
      keys,
      texts,
      name: queueName(population.source, name, {seed, threshold: rubric.threshold})
    };
  }

  function change(part: Partial<ReviewView>): void {
    view = {...view, ...part};
    goTo(reviewAddress.write(view, location.search), {replace: true});
    open();
  }

  function open(): void {
    chosen = choose(view);
    given = [];
    settings.replaceChildren(Settings(view, populations, chosen, change));
    rubricText.replaceChildren(
      Element("summary", "", `The rubric ${chosen.rubric.name}`),
      TextBlock(chosen.rubric.principle)
    );
    void go(nextUnmarked(-1));
  }

  const marksHere = (): readonly Mark[] =>
    store.current().filter(({queue, id, key}) => queue === chosen.name && chosen.keys.get(id) === key);
  const own = (): Set<string> =>
    new Set(marksHere().flatMap(({id, by, label}) => (by === reviewer() && label !== null ? [id] : [])));

  /** The next place without a mark of this person, going round; the same place when all have one. */
  function nextUnmarked(from: number): number {
    const {items} = chosen.queue;
    const marked = own();
    for (let by = 1; by <= items.length; by++) {
      const at = (from + by) % items.length;
      if (!marked.has(String(items[at]!.id))) return at;
    }
    return Math.max(0, from);
  }

  async function go(to: number): Promise<void> {
    const {items} = chosen.queue;
    if (to < 0 || to >= items.length) return;
    place = to;
    const mine = ++turn;
    const {id} = items[to]!;
    const texts = await chosen.texts.read(id).catch((error: Error) => error);
    if (mine !== turn) return;
    item.replaceChildren(...Item(texts, control(to)));
    show();
  }

  function control(at: number): HTMLElement {
    const {population, queue, rubric, name} = chosen;
    const {id, stratum} = queue.items[at]!;
    const {name: range, ids} = queue.strata[stratum]!;
    return markControl({
      ...{
        study: manifest.name,
        kind: population.source === "candidates" ? "candidate" : "sample",
        id: String(id),
        blind: true
      },
      about: {rubric: rubric.name, key: population.keyOf(id), queue: name, stratum: range, of: ids.length},
      onMark() {
        given.push(at);
        void go(nextUnmarked(at));
      },
      earlier: {canUndo: () => lastGiven() !== undefined, undo: () => takeBack(lastGiven()!)}
    });
  }

  /** The place that was marked last in this visit and still has that mark. */
  function lastGiven(): number | undefined {
    const marked = own();
    return given.findLast((at) => marked.has(String(chosen.queue.items[at]!.id)));
  }

  /** Takes the mark of an item back, and shows the item again. */
  function takeBack(at: number): void {
    const {population} = chosen;
    const id = String(chosen.queue.items[at]!.id);
    const kind = population.source === "candidates" ? "candidate" : "sample";
    const last = store.on({kind, id}).find(({by}) => by === reviewer());
    if (last !== undefined) void store.add([{...last, label: null, at: new Date().toISOString()}]);
    void go(at);
  }

  function show(): void {
    const {items} = chosen.queue;
    const marked = own().size;
    progress.textContent =
      items.length === 0
        ? "No scored answer of this rubric."
        : `Item ${count(place + 1)} of ${count(items.length)}. You have marked ${count(marked)}${marked === items.length ? ": all of them. Export your marks, or make the queue longer." : "."}`;
    previous.disabled = place === 0;
    next.disabled = place + 1 >= items.length;
    unmarked.disabled = marked >= items.length;
    showFiguresSoon();
  }

  function showFigures(): void {
    if (!side.open) return;
    const {queue, rubric, population} = chosen;
    const panel = FiguresPanel({
      ...{queue, rubric: rubric.name, source: population.source, rates, goal},
      figures: reviewFigures(queue, marksHere()),
      onGoal(value) {
        goal = value;
        showFigures();
      },
      onSize: (size) => change({size})
    });
    figures.replaceChildren(panel);
  }

  const showFiguresSoon = afterPause(showFigures); // the next item comes first
  whileShown(root, "keydown", (event) => {
    const by = stepOf(event, root);
    if (by !== null) void go(place + by);
  });
  whileShown(root, "popstate", () => {
    view = reviewAddress.read(location.search);
    open();
  });
  store.follow(root, show);
  void store.ready.then(open);
  return root;
}

function Item(texts: {query: string | null; response: string | null} | Error, control: HTMLElement): HTMLElement[] {
  if (texts instanceof Error)
    return [Element("p", "note note-failed", `This answer can\u2019t be read: ${texts.message}`)];
  const block = (text: string | null): HTMLElement =>
    text === null ? Element("p", "muted", "Not on record.") : TextBlock(text);
  return [
    Element("h3", "", "Query"),
    block(texts.query),
    Element("h3", "", "Response"),
    block(texts.response),
    control
  ];
}

const sizes = [20, 60, 120, 240, 500];

function Settings(
  view: ReviewView,
  populations: readonly Population[],
  {population, rubric, queue}: Chosen,
  change: (part: Partial<ReviewView>) => void
): HTMLElement {
  const form = FilterForm();
  const add = (label: string, field: HTMLElement): void => form.append(Element("label", "", label, field));
  const select = (
    name: string,
    values: readonly string[],
    value: string,
    onChange: (value: string) => void
  ): HTMLSelectElement => {
    const field = Select(name, values, {onChange});
    field.value = value;
    return field;
  };
  if (populations.length > 1)
    add(
      "answers",
      select(
        "source",
        populations.map(({source}) => source),
        population.source,
        (source) => change({source, rubric: ""})
      )
    );
  if (population.rubrics.length > 1)
    add(
      "rubric",
      select("rubric", population.rubrics, rubric.name, (name) => change({rubric: name}))
    );
  const offered = [...new Set([...sizes, view.size])].sort((a, b) => a - b).map(String);
  add(
    "items",
    select("size", offered, String(view.size), (size) => change({size: Number(size)}))
  );
  const seed = Object.assign(document.createElement("input"), {
    type: "number",
    name: "seed",
    min: "0",
    step: "1",
    value: String(view.seed)
  });
  seed.addEventListener("change", () => change({seed: Math.abs(Math.trunc(Number(seed.value))) || 0}));
  add("seed", seed);
  const all = queue.strata.reduce((sum, {ids}) => sum + ids.length, 0);
  return Element(
    "div",
    "",
    form,
    Element("p", "muted", `A random sample of ${count(all)} scored ${population.source}, stratified by score.`)
  );
}
