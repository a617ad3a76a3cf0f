import {UserError, type Place} from "./user-error.js";

const maxLength = 100; // files are named after it, with endings, and file systems take 255 bytes

/** Throws a UserError for a name that can't be a folder and an address: that of a study, or of an index. */
export function checkName(name: string, place: Place): void {
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name))
    throw new UserError(`expected letters, digits, - and _, got ${name.slice(0, maxLength)}`, place);
  checkNameLength(name, place);
}

/** Throws a UserError for a name too long to name files after. */
export function checkNameLength(name: string, place: Place): void {
  if (name.length > maxLength)
    throw new UserError(`expected a name of at most ${maxLength} characters, got ${name.length}`, place);
}
