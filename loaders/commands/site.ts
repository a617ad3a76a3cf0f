import {join, resolve} from "node:path";
import {workspaceFolder} from "../util/paths.js";
import {note} from "./output.js";

/** Where the site is built, and served from. */
export const siteFolder = join(workspaceFolder(), "dist");

// The site's tools are loaded where they are used: the other commands start faster without them.

export async function buildInto(output: string, {marks}: {marks?: boolean} = {}): Promise<void> {
  const {buildSite} = await import("../site/build.js");
  await buildSite({output: resolve(output), marks, log: note});
}

/** Serves a built site; returns its address. */
export async function serveFolder(folder: string, port: number): Promise<string> {
  const {serveSite} = await import("../site/serve.js");
  return (await serveSite({folder: resolve(folder), port})).url;
}
