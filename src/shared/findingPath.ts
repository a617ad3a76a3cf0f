/** The page of a study that the pages of its findings are copies of (loaders/site/finding-pages.ts). */
export const findingTemplate = "_finding";

/**
 * The last part of the address of a finding's page. Most ids are fit for an address and a file name as they are; of any
 * other, such as one with a rubric's name in another script, it is what is left and a hash.
 */
export function findingPath(id: string): string {
  if (/^[\w-]{1,80}$/.test(id) && id !== "index" && id !== findingTemplate) return id;
  const rest = id.replaceAll(/[^\w-]+/g, "-").slice(0, 60);
  return `${rest}-${hash(id)}`;
}

/** The finding whose page an address is of, as `findingPath` writes it. */
export const findingPathIn = (pathname: string): string =>
  decodeURIComponent(pathname.split("/").at(-1) ?? "").replace(/\.html$/, "");

/** FNV-1a, 32 bits, in hexadecimal. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
