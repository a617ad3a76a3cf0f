import type {Row} from "../shared/schema.js";

/** Which samples a reader looks at; an address holds it. "" for all, as everywhere below. */
export interface SampleView {
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
  page: number; // from 0
  sample: number | null; // id of the open one
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
  sample: null
};

const promptKeys = ["item", "variant", "row", "column"] as const;
const sampleKeys = ["step", "probe", "model", "context"] as const;
const textKeys = [...sampleKeys, ...promptKeys, "prompt", "show"] as const;

const shows = {
  violations: ({violation}: ShownColumns, row: number): boolean => violation(row) === true,
  others: ({violation}: ShownColumns, row: number): boolean => violation(row) === false,
  unscored: ({status}: ShownColumns, row: number): boolean => status(row) === "unscored"
};

/** The view that an address holds. What it does not say, or says wrong, is the default. */
export function readSampleView(search: string): SampleView {
  const given = new URLSearchParams(search);
  const view = {...emptySampleView};
  for (const key of textKeys) view[key] = given.get(key) ?? "";
  if (!Object.hasOwn(shows, view.show)) view.show = "";
  if (!isId(view.prompt)) view.prompt = "";
  const [page, sample] = [given.get("page"), given.get("sample")];
  view.page = isId(page) ? Number(page) : 0;
  view.sample = isId(sample) ? Number(sample) : null;
  return view;
}

const isId = (text: string | null): boolean => text !== null && /^\d{1,9}$/.test(text);

/** The address of a view: only what is not the default. Other parameters of the page stay. */
export function writeSampleView(view: Partial<SampleView>, search = ""): string {
  const said = new URLSearchParams(search);
  for (const key of Object.keys(emptySampleView)) said.delete(key);
  for (const [key, value] of Object.entries(view))
    if (value !== "" && value !== null && !(key === "page" && value === 0)) said.set(key, String(value));
  const text = said.toString();
  return text === "" ? "" : `?${text}`;
}

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
