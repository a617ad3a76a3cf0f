/** Whether the site has a page of studies, by its path. A report that has only some says so in its head. */
export function isPageHere(path: string): boolean {
  const pages = document.querySelector<HTMLMetaElement>('meta[name="surfturf-pages"]')?.content;
  return pages === undefined || pages.split(" ").includes(path || "index");
}
