/** The address of an API, taken apart. */
export interface ApiAddress {
  base: string; // origin and path, without a slash at its end: what paths are appended to
  query: string; // of every request, such as `api-version=1`; empty for none
}

const endpoints = /\/(?:chat\/completions|completions|embeddings|messages|responses)$/;

/** Takes an address apart, also one that ends in a slash, in a query, or with the path of one call. */
export function parseAddress(written: string): ApiAddress {
  const {origin, pathname, search} = new URL(written);
  const path = withoutSlashes(withoutSlashes(pathname).replace(endpoints, ""));
  return {base: `${origin}${path}`, query: search.slice(1)};
}

/** An address without what may be secret: its query and its fragment. */
export const shownAddress = ({origin, pathname}: URL): string => `${origin}${withoutSlashes(pathname)}`;

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}
