import {existsSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {initSync, parse as parseImports} from "es-module-lexer";
import {UserError} from "../util/user-error.js";
import {attributeOf, elementsOf, textOf} from "./html.js";
import {siteFiles} from "./pages.js";

initSync();

/**
 * Framework succeeds even when a page is broken. Throws a UserError that names every page with an error in it, every
 * missing import or file, data files included, and every address on another host that a page would load.
 */
export function checkSite(folder: string): void {
  const problems = [
    ...siteFiles(folder, ".html").flatMap((file) => pageProblems(folder, file)),
    ...siteFiles(folder, ".js").flatMap((file) => moduleProblems(folder, file, readFileSync(file, "utf8")))
  ].map(([file, message]) => new UserError(message, {file: relative(folder, file)}));
  const [first, ...more] = problems;
  if (first !== undefined) throw new UserError(first.message, first.place, {more});
}

type SiteProblem = [file: string, message: string];

const loads: Record<string, string> = {script: "src", link: "href", img: "src", iframe: "src", source: "src"};

function pageProblems(folder: string, file: string): SiteProblem[] {
  const html = readFileSync(file, "utf8");
  const elements = elementsOf(html);
  const problems: SiteProblem[] = [];
  for (const element of elements) {
    if (attributeOf(element, "class")?.includes("observablehq--error"))
      problems.push([file, `a code block is broken: ${textOf(element).trim()}`]);
    const address = attributeOf(element, loads[element.tagName] ?? "");
    if (address !== undefined && attributeOf(element, "rel") !== "canonical")
      problems.push(...addressProblem(folder, file, address));
    if (element.tagName === "script" && attributeOf(element, "type") === "module")
      problems.push(...moduleProblems(folder, file, textOf(element)), ...dataProblems(folder, file, textOf(element)));
  }
  return problems;
}

function moduleProblems(folder: string, file: string, source: string): SiteProblem[] {
  const [imports] = parseImports(source, file);
  const isLibrary = relative(folder, file).startsWith("_observablehq"); // no page of ours needs its lazy imports
  return imports
    .filter(({d: dynamicAt}) => dynamicAt === -1 || !isLibrary)
    .flatMap(({n: address}) => (address === undefined ? [] : importProblem(folder, file, address)));
}

/** The data files that a page says it may read. */
function dataProblems(folder: string, file: string, source: string): SiteProblem[] {
  return [...source.matchAll(/\bregisterFile\("[^"\n]*", (\{[^\n]*\})\);?$/gm)].flatMap(([, said]) => {
    const {path, size} = JSON.parse(said!) as {path?: string; size?: number};
    if (path === undefined) return [];
    const problems = addressProblem(folder, file, path);
    if (problems.length > 0 || size !== undefined) return problems;
    const why = "it was replaced meanwhile, as a second build in this folder does; build again when that has ended";
    return [[file, `the size of a data file is not known: ${path} (${why})`]];
  });
}

function importProblem(folder: string, file: string, address: string): SiteProblem[] {
  if (/^[./]|^[a-z]+:/.test(address)) return addressProblem(folder, file, address);
  return [[file, `import is not resolved: ${address}`]];
}

function addressProblem(folder: string, file: string, address: string): SiteProblem[] {
  if (/^(data|blob):/.test(address)) return [];
  if (/^([a-z]+:)?\/\//i.test(address)) return [[file, `would load from another host: ${address}`]];
  const [path] = address.split(/[?#]/) as [string];
  const target = path.startsWith("/") ? join(folder, path) : join(dirname(file), path);
  return existsSync(target) ? [] : [[file, `loads what is not there: ${address}`]];
}
