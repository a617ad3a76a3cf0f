import {excerpt} from "../shared/excerpt.js";
import type {Row} from "../shared/schema.js";
import {Button, Select} from "../ui/controls.js";
import {EntryList} from "../ui/entryList.js";
import {score} from "../ui/format.js";
import {ListReader, type Go, type ListControls} from "../ui/listReader.js";
import {shownModel} from "../ui/modelName.js";
import type {RowStore} from "../ui/parquetRows.js";
import {Element, InlineText} from "../ui/text.js";
import {SampleReader} from "./sampleReader.js";
import type {ListedSample, Samples} from "./samples.js";
import {emptySampleView, isChosen, sampleAddress, type SampleView} from "./sampleView.js";

const pageSize = 20;

export interface SampleStores {
  prompts: RowStore<Row<"probe_texts">>;
  samples: RowStore<Row<"sample_texts">>;
}

export interface SampleBrowserElement extends HTMLElement {
  /** Shows the samples that an address names, such as the link of a mark. */
  open(search: string): void;
}

/** The samples of a mark: a list and a reader. `base` narrows them for the whole page. */
export function SampleBrowser(
  samples: Samples,
  stores: SampleStores,
  study: string,
  base: Partial<SampleView> = {}
): SampleBrowserElement {
  const browser = ListReader<SampleView, ListedSample>({
    noun: "sample",
    className: "samples",
    pageSize,
    view: emptySampleView,
    address: sampleAddress,
    controls: Controls,
    rows: (view) => samples.list({...view, ...base}, view.page * pageSize, pageSize),
    idOf: ({id}) => id,
    placeOf: (view, id) => samples.placeOf({...view, ...base}, id),
    list: List,
    read: (id) => readSample(samples, stores, id, study)
  });
  const open = (search: string): void => {
    browser.go(sampleAddress.read(search));
    browser.scrollIntoView({block: "start", behavior: "instant"});
  };
  return Object.assign(browser, {id: "sample-reader", open});
}

/** Opens the samples of a mark in the page's sample browser, once there is one. */
export const openSample = (search: string): void =>
  document.querySelector<SampleBrowserElement>("#sample-reader")?.open(search);

async function readSample(samples: Samples, stores: SampleStores, id: number, study: string): Promise<HTMLElement> {
  const sample = samples.read(id);
  if (sample === undefined) throw new Error("there is no such sample");
  const [{query, note}, texts] = await Promise.all([stores.prompts.read(sample.prompt), stores.samples.read(id)]);
  return SampleReader(sample, {query, note, ...texts}, study);
}

const showNames = [
  ["", "all samples"],
  ["violations", "violations"],
  ["others", "no violations"],
  ["unscored", "unscored"]
] as const;

function Controls(go: Go<SampleView>): ListControls<SampleView> {
  const chosen = Element("p", "chosen");
  const onShow = (show: string) => go({show, page: 0, open: null}, {replace: true});
  const shown = Select("show", showNames, {onChange: onShow});
  const all = Button("Show all", () => go(emptySampleView));
  return {
    elements: [chosen, Element("div", "toolbar", Element("label", "", "show ", shown), all)],
    show(view) {
      chosen.replaceChildren(...Chosen(view));
      shown.value = view.show;
      all.disabled = !isChosen(view);
    }
  };
}

const chosenKeys = ["step", "probe", "item", "variant", "row", "column", "prompt", "model", "context"] as const;

function Chosen(view: SampleView): (Node | string)[] {
  const said = chosenKeys.filter((key) => view[key] !== "");
  if (said.length === 0) return ["All samples. A mark above opens its own."];
  return said.flatMap((key, i) => [
    i === 0 ? "Samples of " : ", ",
    `${key} `,
    InlineText(excerpt(key === "model" ? shownModel(view[key]) : view[key], 100))
  ]);
}

const List = (samples: readonly ListedSample[], open: number | null, choose: (id: number) => void): HTMLElement =>
  EntryList(
    samples.map((sample) => ({
      id: sample.id,
      number: score(sample.score),
      numberClass: sample.violation ? "flagged" : "",
      text: InlineText(sample.query),
      about: InlineText(aboutOf(sample).join(", "))
    })),
    {kind: "sample", open, choose}
  );

const aboutOf = ({variant, model, context, sample, reason}: ListedSample): string[] => [
  variant,
  shownModel(model),
  ...(context === "none" ? [] : [context]),
  `sample ${sample}`,
  ...(reason === null ? [] : [reason])
];
