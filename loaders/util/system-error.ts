import {UserError} from "./user-error.js";

/** What a failed file operation means, with the cure, by its code. */
const meanings: Record<string, string> = {
  ENOSPC: "the disk is full: free some space, and run the command again",
  EDQUOT: "your quota of disk space is used up: free some space, and run the command again",
  EFBIG: "is the disk full? No file may be that large here: raise the limit (ulimit -f), and run the command again",
  EROFS: "the disk is read-only: choose another folder",
  EACCES: "no permission: change the file's permissions, or choose another",
  EPERM: "not permitted: change the file's permissions, or choose another",
  ENAMETOOLONG: "the name is too long: choose a shorter one",
  ELOOP: "symbolic links that lead round in a circle: point them at a file",
  EISDIR: "a folder: expected a file",
  ENOTDIR: "a file is where a folder was expected: check the path",
  EEXIST: "a file of that name is in the way: take it away, or choose another name",
  ENOTEMPTY: "the folder is not empty: choose another",
  ENOENT: "no such file or folder: check the path",
  EMFILE: "too many open files: raise the limit (ulimit -n)",
  ENFILE: "too many open files on this machine: close some programs",
  ENXIO: "a device that can't be read: expected a file",
  EADDRINUSE: "the port is taken: choose another with --port",
  EINVAL: "not a path that this system knows: choose another",
  ERR_INVALID_ARG_VALUE: "not a path: choose another"
};

/** An error of a file operation as one line for the user; undefined for any other error. */
export function toUserError(error: unknown): UserError | undefined {
  const {code, path, dest, syscall} = error as NodeJS.ErrnoException & {dest?: string};
  const meaning = code === undefined ? undefined : meanings[code];
  if (!(error instanceof Error) || meaning === undefined || (syscall === undefined && path === undefined))
    return undefined;
  return new UserError(meaning, {file: dest ?? path}, {cause: error});
}

/** Why a file could not be written, in words, with the cure. */
export const whyNotWritten = (error: unknown): string =>
  meanings[(error as NodeJS.ErrnoException).code ?? ""] ?? (error instanceof Error ? error.message : String(error));
