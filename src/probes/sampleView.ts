import type {Row} from "../shared/schema.js";
import {addressOf, wholeNumber} from "../ui/address.js";
import type {ListView} from "../ui/listReader.js";

/** Which samples a reader looks at. "" for all, as everywhere below. */
export interface SampleView extends ListView {
  step: string;
  probe: string;
  item: string;
  variant: string;
  row: string;
  column: string;
  prompt: string; // id
  model: string;
  context: string;
  show: string; // violations | others | unscored
}

export const emptySampleView: SampleView = {
  step: "",
  probe: "",
  item: "",
  variant: "",
  row: "",
  column: "",
  prompt: "",
  model: "",
  context: "",
  show: "",
  page: 0,
  open: null
};

const promptKeys = ["item", "variant", "row", "column"] as const;
const sampleKeys = ["step", "probe", "model", "context"] as const;

const shows = {
  violations: ({violation}: ShownColumns, row: number): boolean => violation(row) === true,
  others: ({violation}: ShownColumns, row: number): boolean => violation(row) === false,
  unscored: ({status}: ShownColumns, row: number): boolean => status(row) === "unscored"
};

/** The view in the address of a page with samples. */
export const sampleAddress = addressOf(emptySampleView, {
  names: {open: "sample"},
  clean: (view) => ({
    ...view,
    show: Object.hasOwn(shows, view.show) ? view.show : "",
    prompt: String(wholeNumber(view.prompt) ?? "")
  })
});

/** Whether a view names any samples. */
export const isChosen = (view: SampleView): boolean =>
  [...sampleKeys, ...promptKeys, "prompt" as const].some((key) => view[key] !== "");

/** Whether a view shows samples of a prompt. */
export const promptFits = (view: SampleView, prompt: Row<"probe_prompts">): boolean =>
  (view.prompt === "" || prompt.id === Number(view.prompt)) &&
  promptKeys.every((key) => view[key] === "" || prompt[key] === view[key]);

/** The columns of `samples` that a view looks at, by row number. */
export type ShownColumns = {
  [K in (typeof sampleKeys)[number] | "status" | "violation"]: (row: number) => Row<"samples">[K];
};

/** Whether a view shows the sample of a row, as far as its prompt does not tell. */
export const isShown = (view: SampleView, columns: ShownColumns, row: number): boolean =>
  sampleKeys.every((key) => view[key] === "" || columns[key](row) === view[key]) &&
  (view.show === "" || shows[view.show as keyof typeof shows](columns, row));
