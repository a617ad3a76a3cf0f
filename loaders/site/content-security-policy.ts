import {createHash} from "node:crypto";
import {readFileSync, writeFileSync} from "node:fs";
import {attributeOf, elementsOf, textOf} from "./html.js";
import {siteFiles} from "./pages.js";

/**
 * Adds a policy to every page of a built site: only the site's own scripts run, and no other host is asked, whatever is
 * in a model's text. Inline scripts are allowed by their hash.
 */
export function addContentSecurityPolicy(folder: string): void {
  for (const file of siteFiles(folder, ".html")) {
    const html = readFileSync(file, "utf8");
    writeFileSync(
      file,
      html.replace(/<head>|<meta charset="utf-8">/i, (tag) => `${tag}\n${policyTag(html)}`)
    );
  }
}

/**
 * htl, which builds the elements of Observable Inputs, parses `onclick="::3"` before it sets the real listener. The
 * placeholder is no JavaScript and never runs; without its hash a browser reports it as a violation.
 */
const placeholders = Array.from({length: 24}, (_, i) => hash(`::${i}`));

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function policyTag(html: string): string {
  const hashes = elementsOf(html)
    .filter((element) => element.tagName === "script" && attributeOf(element, "src") === undefined)
    .map((element) => hash(textOf(element)));
  // arquero compiles the functions that a notebook gives it; only pages that load it may.
  const evaluation = /_npm\/arquero@/.test(html) ? "'unsafe-eval'" : "'wasm-unsafe-eval'";
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${evaluation} 'unsafe-hashes' ${[...new Set([...hashes, ...placeholders])].join(" ")}`,
    "worker-src 'self' blob:",
    "connect-src 'self' blob: data:",
    "style-src 'self' 'unsafe-inline'", // Plot and Inputs style their elements
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "base-uri 'self'", // 404.html, which is shown at any address, has one
    "form-action 'none'"
  ].join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
}
