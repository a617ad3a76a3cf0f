import {readFileSync, writeFileSync} from "node:fs";
import {siteFiles} from "../pages.js";

/**
 * Makes pages fit for any host: opened as a file they say that they need a server, as browsers load no modules from
 * files; and links to pages get their .html, which simple servers want. Before the content security policy is added.
 */
export function fitForAnyHost(folder: string): void {
  for (const file of siteFiles(folder, ".html")) {
    const html = readFileSync(file, "utf8");
    writeFileSync(
      file,
      html.replace(/<body([^>]*)>/i, (tag) => `${tag}\n<script>${script}</script>`)
    );
  }
}

const script = `
if (location.protocol === "file:") {
  addEventListener("DOMContentLoaded", () => {
    const note = document.createElement("p");
    note.className = "note";
    note.style.cssText = "position:relative;z-index:9;margin:1rem auto;max-width:46rem";
    note.textContent =
      "This report needs a web server: browsers load no scripts and tables from files. In its folder, run " +
      "npx surfturf serve --folder . (or python3 -m http.server), then open the address that it prints.";
    document.body.prepend(note);
  });
}
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const given = link?.getAttribute("href") ?? link?.getAttributeNS("http://www.w3.org/1999/xlink", "href");
  if (given == null) return;
  const address = new URL(given, location.href);
  const isPage = address.origin === location.origin && !/(\\/|\\.[a-z0-9]+)$/i.test(address.pathname);
  if (!isPage || address.pathname === location.pathname) return;
  address.pathname += ".html";
  link.setAttribute("href", address.href);
}, true);
`;
