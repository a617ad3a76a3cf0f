import {goTo, whileShown, type Address} from "./address.js";
import {Button} from "./controls.js";
import type {CountedRows} from "./database.js";
import {Pager} from "./pager.js";
import {stepOf} from "./stepKeys.js";
import {Element} from "./text.js";

/** What every list with a reader looks at, beside its own filters. */
export interface ListView {
  page: number; // from 0
  open: number | null; // id of the entry in the reader; null: the first of the page
}

/** The filters of a list. */
export interface ListControls<V> {
  elements: Node[];
  show(view: V): void; // puts a view into the fields
}

export interface ListReaderOptions<V extends ListView, T> {
  noun: string; // of an entry
  className: string;
  pageSize: number;
  view: V; // shown where there is no address
  address?: Address<V>; // keeps the view in the page's address; defaults to none
  rows: (view: V, signal: AbortSignal) => Promise<CountedRows<T>> | CountedRows<T>; // a page of the list, while it is wanted
  idOf: (row: T) => number;
  placeOf?: (view: V, id: number) => Promise<number | null> | number | null; // of an entry in the whole list, from 0
  list: (rows: readonly T[], open: number | null, choose: (id: number) => void) => Node;
  read: (id: number) => Promise<Node>; // the entry in full; rejects when there is none
  controls?: (go: Go<V>) => ListControls<V>;
  note?: (view: V) => string; // said after the count
}

/** Changes the view. A filter replaces the current entry of the browser's history, all else makes a new one. */
export type Go<V> = (change: Partial<V>, options?: {replace?: boolean}) => void;

export interface ListReaderElement<V> extends HTMLElement {
  go: Go<V>;
}

/** A list, a page at a time, beside the entry of it that is open. Keys j and k go through the entries. */
export function ListReader<V extends ListView, T>(options: ListReaderOptions<V, T>): ListReaderElement<V> {
  const {pageSize, address} = options;
  let view = address?.read(location.search) ?? options.view;
  let listed: number[] = []; // ids on this page
  let total = 0;
  let turn = 0; // the latest request: an older answer that comes late is dropped
  let wanted = new AbortController();

  const list = Element("div", "");
  const reader = Reader();
  const previous = Button("Previous", () => void step(-1));
  const next = Button("Next", () => void step(1));
  const hint = Element("span", "muted", "keys k and j");
  const turnPage = (by: number): void => go({page: view.page + by, open: null} as Partial<V>);
  const pager = Pager({noun: options.noun, pageSize, turn: turnPage}, previous, next, hint);
  const controls = options.controls?.(go);
  const browser = Element("div", "browser", list, reader);
  const root = Element("section", options.className, ...(controls?.elements ?? []), pager.element, browser);

  function go(change: Partial<V>, {replace = false} = {}): void {
    view = {...view, ...change};
    if (address !== undefined) goTo(address.write(view, location.search), {replace});
    void show();
  }

  /** Turns to the page of the open entry, which an address may name without it. */
  async function findOpen(): Promise<void> {
    const mine = ++turn;
    const place = view.open === null ? null : await placeOf(view, view.open);
    if (mine !== turn) return;
    if (place != null) view = {...view, page: Math.floor(place / pageSize)};
    await show();
  }

  /** Its failure is said by the list, which is read after it. */
  const placeOf = async (shown: V, id: number): Promise<number | null> => {
    try {
      return (await options.placeOf?.(shown, id)) ?? null;
    } catch {
      return null;
    }
  };

  async function show(): Promise<void> {
    const mine = ++turn;
    wanted.abort();
    wanted = new AbortController();
    controls?.show(view);
    let found: CountedRows<T>;
    try {
      found = await options.rows(view, wanted.signal);
    } catch (error) {
      if (mine === turn) fail(error as Error);
      return;
    }
    if (mine !== turn) return;
    if (found.rows.length === 0 && view.page > 0) return go({page: 0} as Partial<V>, {replace: true});
    total = found.total;
    listed = found.rows.map(options.idOf);
    pager.show({page: view.page, shown: listed.length, total, note: options.note?.(view) ?? ""});
    list.replaceChildren(options.list(found.rows, openId(), (open) => go({open} as Partial<V>)));
    root.dataset.shown = String(mine);
    await read(mine);
  }

  /** An old list would be taken for the answer. */
  function fail({message}: Error): void {
    listed = [];
    total = 0;
    pager.show({page: 0, shown: 0, total: 0});
    pager.say("The list can't be read");
    list.replaceChildren(Element("p", "note note-failed", `The ${options.noun}s can't be read: ${message}`));
    reader.replaceChildren();
    reader.removeAttribute("aria-busy");
  }

  const openId = (): number | null => view.open ?? listed[0] ?? null;

  async function read(mine: number): Promise<void> {
    const id = openId();
    const place = listed.indexOf(id ?? -1);
    previous.disabled = id === null || (place === 0 && view.page === 0);
    next.disabled = id === null || view.page * pageSize + place + 1 >= total;
    reader.setAttribute("aria-busy", "true");
    const shown =
      id === null ? [] : [await options.read(id).catch((error: Error) => Unreadable(options.noun, id, error))];
    if (mine !== turn) return;
    reader.replaceChildren(...shown);
    reader.removeAttribute("aria-busy");
  }

  /** To the neighbour of the open entry, past the edge of the page too. */
  async function step(by: 1 | -1): Promise<void> {
    const place = listed.indexOf(openId() ?? -1) + by;
    if (place >= 0 && place < listed.length) return go({open: listed[place]!} as Partial<V>);
    const page = view.page + by;
    if (page < 0 || page * pageSize >= total) return;
    view = {...view, page};
    await show();
    const open = by > 0 ? listed[0] : listed.at(-1);
    if (open !== undefined) go({open} as Partial<V>);
  }

  whileShown(root, "keydown", (event) => {
    const by = stepOf(event, root);
    if (by !== null) void step(by);
  });
  if (address !== undefined)
    whileShown(root, "popstate", () => {
      view = address.read(location.search);
      void findOpen();
    });
  void findOpen();
  return Object.assign(root, {go});
}

function Reader(): HTMLElement {
  const reader = Element("div", "reader");
  reader.setAttribute("aria-live", "polite");
  return reader;
}

const Unreadable = (noun: string, id: number, {message}: Error): HTMLElement => {
  const name = noun[0]!.toUpperCase() + noun.slice(1);
  return Element("p", "note note-failed", `${name} ${id} can't be read: ${message}`);
};
