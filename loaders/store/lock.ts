import {mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {check, lock} from "proper-lockfile";
import {studyFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";

const stale = 60_000; // ms without a sign of life after which a holder counts as dead
const ownerFile = (folder: string): string => join(folder, "owner.json");

/**
 * Holds a study for this process: two searches in one journal would ask everything twice. Resolves to the release.
 * Throws a UserError that names the holder when another living process has it.
 */
export const lockStudy = (study: string): Promise<() => Promise<void>> =>
  lockFolder(studyFolder(study), `study ${study}`);

/** Holds a folder of outputs; `what` names it in the error. As lockStudy. */
export async function lockFolder(folder: string, what: string): Promise<() => Promise<void>> {
  mkdirSync(folder, {recursive: true});
  if (await isFolderHeld(folder)) throw heldError(folder, what);
  const release = await lock(folder, {stale, update: stale / 6}).catch((cause: unknown) => {
    throw (cause as {code?: string}).code === "ELOCKED" ? heldError(folder, what) : cause;
  });
  writeFileSync(ownerFile(folder), JSON.stringify({pid: process.pid, since: new Date().toISOString()}));
  return release;
}

/** Whether a living process holds the study. A lock left by a killed one is taken away. */
export const isHeld = (study: string): Promise<boolean> => isFolderHeld(studyFolder(study));

async function isFolderHeld(folder: string): Promise<boolean> {
  const held = await check(folder, {stale}).catch(() => false); // no folder yet: not held
  if (!held) return false;
  const pid = readOwner(folder)?.pid;
  if (pid === undefined || isAlive(pid)) return true;
  rmSync(`${folder}.lock`, {recursive: true, force: true});
  return false;
}

function heldError(folder: string, what: string): UserError {
  const {pid, since} = readOwner(folder) ?? {};
  const holder = pid === undefined ? "another process" : `process ${pid} since ${since}`;
  return new UserError(`${what} is being run by ${holder}: wait for it, or stop it first`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as {code?: string}).code === "EPERM";
  }
}

function readOwner(folder: string): {pid: number; since: string} | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(folder), "utf8")) as {pid: number; since: string};
  } catch {
    return undefined;
  }
}
