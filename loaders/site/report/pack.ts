import {readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {basename, relative} from "node:path";
import {gzipSync} from "node:zlib";
import {siteFiles} from "../pages.js";
import {UserError} from "../../util/user-error.js";

const ending = ".packed";

/**
 * DuckDB's WebAssembly is above what static hosts take in one file, so a report carries it compressed; its worker
 * unpacks it as it arrives. The name does not end in .gz: hosts would unpack that themselves, or not, as they please.
 */
export function packLargeModules(folder: string): void {
  for (const file of siteFiles(folder, ".wasm")) {
    if (!basename(file).startsWith("duckdb")) continue;
    writeFileSync(file + ending, gzipSync(readFileSync(file), {level: 9}));
    rmSync(file);
  }
  for (const file of siteFiles(folder, ".js"))
    if (/^duckdb-browser-\w+\.worker/.test(basename(file)))
      writeFileSync(file, `${unpacking}\n${readFileSync(file, "utf8")}`);
}

/** Runs before the worker's own code: what it asks for by the name of a module comes from the packed file. */
const unpacking = `{
  const ask = self.fetch.bind(self);
  self.fetch = async (input, options) => {
    const address = typeof input === "string" ? input : input.url;
    if (!/\\.wasm$/.test(address)) return ask(input, options);
    const {body, status} = await ask(address + "${ending}", options);
    const content = body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(content, {status, headers: {"Content-Type": "application/wasm"}});
  };
}`;

/** Throws a UserError that names the files above a size. */
export function checkSizes(folder: string, largest: number): void {
  const large = siteFiles(folder, "").filter((file) => statSync(file).size > largest);
  if (large.length > 0)
    throw new UserError(
      `files above ${Math.round(largest / 2 ** 20)} MB: ${large.map((file) => relative(folder, file)).join(", ")}`
    );
}
