import {UserError} from "../../util/user-error.js";

/** A data set on a hub, as `hf:owner/name@revision/path` names it. */
export interface HubLocation {
  name: string; // owner/name; old data sets have no owner
  revision: string; // branch, tag or commit
  files: string[]; // names or globs; empty: choose
}

export const isHubLocation = (location: string): boolean => location.startsWith("hf:");

const owned = /^hf:([\w.-]+\/[\w.-]+)(?:@([^/@]+))?(?:\/(.+))?$/;
const ownerless = /^hf:([\w.-]+)(?:@([^/@]+))?$/;

/** Reads `hf:owner/name`, with a revision after `@` and the path or glob of files in it after a slash. */
export function parseHubLocation(location: string): HubLocation {
  const [, name, revision = "main", path] = owned.exec(location) ?? ownerless.exec(location) ?? [];
  if (name === undefined || name.split("/").some((part) => /^\.+$/.test(part)))
    throw new UserError(`${location}: expected hf:owner/name, hf:owner/name@revision or hf:owner/name/path/of/a/file`);
  return {name, revision: decodeURIComponent(revision), files: path === undefined ? [] : [path]};
}
