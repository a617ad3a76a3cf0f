export interface AddressOptions<V> {
  names?: Partial<Record<keyof V, string>>; // of the parameters; defaults to the keys
  clean?: (view: V) => V; // turns values that make no sense into the default; an address may lie
}

/** Reads and writes the view of a page. */
export interface Address<V> {
  /** The view in an address. What it does not say, or says wrong, is the default. */
  read(search: string): V;
  /** The address of a view: only what is not the default. Other parameters of `search` stay. */
  write(view: Partial<V>, search?: string): string;
}

/** The address of a view with these defaults. */
export function addressOf<V extends {[K in keyof V]: string | number | null}>(
  defaults: V,
  {names = {}, clean = (view) => view}: AddressOptions<V> = {}
): Address<V> {
  const keys = Object.keys(defaults) as (keyof V & string)[];
  const nameOf = (key: keyof V & string): string => names[key] ?? key;
  return {
    read(search) {
      const given = new URLSearchParams(search);
      const values = keys.map((key) => [key, valueOf(given.get(nameOf(key)), defaults[key])]);
      return clean(Object.fromEntries(values) as V);
    },
    write(view, search = "") {
      const said = new URLSearchParams(search);
      for (const key of keys) {
        said.delete(nameOf(key));
        const value = view[key] ?? defaults[key];
        if (value !== defaults[key]) said.set(nameOf(key), String(value));
      }
      return said.size === 0 ? "" : `?${said}`;
    }
  };
}

function valueOf(text: string | null, fallback: string | number | null): string | number | null {
  return typeof fallback === "string" ? (text ?? fallback) : (wholeNumber(text) ?? fallback);
}

/** A whole number of at most nine digits; null for any other text. */
export const wholeNumber = (text: string | null): number | null =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;

/** Shows another address of the same page, as a new entry of the browser's history or in place of the current one. */
export function goTo(search: string, {replace = false} = {}): void {
  const address = `${location.pathname}${search}${location.hash}`;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

/** Listens to the window for as long as an element is on the page. */
export function whileShown<K extends keyof WindowEventMap>(
  element: HTMLElement,
  type: K,
  act: (event: WindowEventMap[K]) => void
): void {
  const listener = (event: WindowEventMap[K]): void => {
    if (element.isConnected) act(event);
    else removeEventListener(type, listener);
  };
  addEventListener(type, listener);
}

/** Follows the links of an element that stay on the page (`?...`) without loading it again. */
export function followLinks<T extends HTMLElement>(element: T, open: (search: string) => void): T {
  element.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    const address = link?.getAttribute("href") ?? link?.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    if (!address?.startsWith("?") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(address);
  });
  return element;
}
