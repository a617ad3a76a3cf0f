import {readFileSync, statSync} from "node:fs";
import {toUserError} from "./system-error.js";
import {UserError, type Place} from "./user-error.js";

const maxMegabytes = 500; // what Node takes in one string

/**
 * Reads a text file that a user named. Throws a UserError for what is no file (a folder, a device that never ends), is
 * too large, or can't be read.
 */
export function readTextFile(path: string, place: Place = {file: path}): string {
  try {
    checkIsFile(path, place);
    return readFileSync(path, "utf8");
  } catch (error) {
    const known = toUserError(error);
    throw known === undefined ? error : new UserError(known.message, place, {cause: error});
  }
}

function checkIsFile(path: string, place: Place): void {
  const stat = statSync(path);
  if (stat.isDirectory()) throw new UserError("a folder: expected a file", place);
  if (!stat.isFile() && !stat.isFIFO()) throw new UserError("a device: expected a file", place);
  if (stat.size > maxMegabytes * 2 ** 20)
    throw new UserError(`larger than ${maxMegabytes} MB: expected a smaller file`, place);
}

/** Whether a path that is there is no device, of which reading never ends. */
export function isFileOrFolder(path: string): boolean {
  const stat = statSync(path);
  return stat.isFile() || stat.isDirectory();
}
