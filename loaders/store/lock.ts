import {randomUUID} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {indexFolder, studyFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {isAlive, isOnThisHost, isSuspended, thisProcess, type ProcessId} from "../util/process-state.js";

// A lock is the folder `<folder>.lock` with a file that says who holds it. Renaming a folder onto one that is not empty
// fails, so one process alone gets it, and it is never there without its owner.

interface Owner extends ProcessId {
  token: string; // of this lock alone
  since: string; // ISO date
}

export interface LockOptions {
  stale?: number; // ms without a sign of life after which an owner on another machine counts as dead
}

const defaultStale = 60_000;
const signsPerStale = 6;
const maxTries = 100; // each fails only where another process takes or leaves the lock at that moment

interface Held {
  what: string;
  owner: Owner;
  lock: string;
  stale: number;
  checked: number; // when the lock was last seen to be ours, by the wall clock: it goes on while a process is suspended
  timer: NodeJS.Timeout;
}

const held = new Map<string, Held>(); // folder -> its lock of this process
const lost = new Map<string, UserError>(); // folder -> why this process may no longer write there

const lockOf = (folder: string): string => `${resolve(folder)}.lock`;
const ownerFile = (lock: string): string => join(lock, "owner.json");

/**
 * Holds a study for this process: two searches in one journal would ask everything twice. Resolves to the release.
 * Throws a UserError that names the holder when another living process has it.
 */
export const lockStudy = (study: string): Promise<() => Promise<void>> =>
  lockFolder(studyFolder(study), `study ${study}`);

/** Holds an index. As lockStudy. */
export const lockIndex = (index: string): Promise<() => Promise<void>> =>
  lockFolder(indexFolder(index), `index ${index}`);

/** Holds a folder of outputs; `what` names it in the error. As lockStudy. */
export async function lockFolder(
  folder: string,
  what: string,
  options: LockOptions = {}
): Promise<() => Promise<void>> {
  const release = tryLockFolder(folder, what, options);
  if (release === null) throw heldError(lockOf(folder), what);
  return async () => release();
}

/** Holds a folder of outputs; null when another living process has it. */
export function tryLockFolder(
  folder: string,
  what: string,
  {stale = defaultStale}: LockOptions = {}
): (() => void) | null {
  const key = resolve(folder);
  const lock = lockOf(folder);
  mkdirSync(folder, {recursive: true});
  const owner: Owner = {...thisProcess(), token: randomUUID(), since: new Date().toISOString()};
  if (!take(lock, owner, stale)) return null;
  lost.delete(key);
  clearInterval(held.get(key)?.timer);
  const timer = setInterval(() => void isStillHeld(key), stale / signsPerStale).unref();
  held.set(key, {what, owner, lock, stale, checked: Date.now(), timer});
  return () => release(key, owner);
}

/** Whether a living process holds the study. */
export const isHeld = async (study: string): Promise<boolean> => isFolderHeld(studyFolder(study));

/** Whether a living process holds a folder of outputs. */
export const isFolderHeld = (folder: string): boolean => isTaken(lockOf(folder), defaultStale);

/**
 * Call it before writing to a folder. Throws a UserError when this process held it and another has taken it over in the
 * meantime: only one on another machine can, while this one gave no sign of life. Costs nothing most of the time.
 */
export function checkHeld(folder: string): void {
  const key = resolve(folder);
  const mine = held.get(key);
  const isRecent = mine !== undefined && Math.abs(Date.now() - mine.checked) < mine.stale / signsPerStale;
  if (isRecent || (mine !== undefined && isStillHeld(key))) return;
  const problem = lost.get(key);
  if (problem !== undefined) throw problem;
}

/** Gives a sign of life, if the lock is still ours. */
function isStillHeld(key: string): boolean {
  const {what, owner, lock, timer} = held.get(key)!;
  const now = readOwner(lock);
  if (now?.token !== owner.token) {
    clearInterval(timer);
    held.delete(key);
    const why =
      now === undefined
        ? "its lock was taken away"
        : `process ${now.pid} on ${hostOf(now)} took it over while this one was suspended or asleep`;
    lost.set(key, new UserError(`${what} is no longer held by this process: ${why}; nothing more is written`));
    return false;
  }
  giveSign(lock);
  held.get(key)!.checked = Date.now();
  return true;
}

function giveSign(lock: string): void {
  try {
    const now = new Date();
    utimesSync(ownerFile(lock), now, now);
  } catch {
    // the next sign may come through
  }
}

function release(key: string, {token}: Owner): void {
  const mine = held.get(key);
  if (mine?.owner.token !== token) return;
  clearInterval(mine.timer);
  held.delete(key);
  if (readOwner(mine.lock)?.token === token) rmSync(mine.lock, {recursive: true, force: true});
}

process.on("exit", () => {
  for (const [key, {owner}] of held) release(key, owner);
});

/** Takes the lock unless a living process has it. */
function take(lock: string, owner: Owner, stale: number): boolean {
  const draft = `${lock}.${owner.token}`;
  mkdirSync(draft);
  try {
    writeFileSync(ownerFile(draft), JSON.stringify(owner));
    for (let tries = 0; tries < maxTries; tries++) {
      if (rename(draft, lock)) return true;
      if (isTaken(lock, stale) || !removeDead(lock, `${draft}.dead`, stale)) return false;
    }
    return false;
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

/** Removes the lock of a dead owner. False when another process was quicker and holds it now. */
function removeDead(lock: string, aside: string, stale: number): boolean {
  if (!rename(lock, aside)) return true;
  if (isTaken(aside, stale) && rename(aside, lock)) return false;
  rmSync(aside, {recursive: true, force: true});
  return true;
}

/** Renames a folder; false where there is none, or one that is not empty is in the way. */
function rename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT", "ENOTDIR"].includes((error as {code?: string}).code ?? ""))
      return false;
    throw error;
  }
}

/** Whether the owner of a lock lives: on this machine its process does; on another one it gave a sign lately. */
function isTaken(lock: string, stale: number): boolean {
  const owner = readOwner(lock);
  if (owner !== undefined && isOnThisHost(owner)) return isAlive(owner);
  return owner !== undefined && secondsSilent(lock) * 1000 < stale;
}

const secondsSilent = (lock: string): number =>
  (Date.now() - (statSync(ownerFile(lock), {throwIfNoEntry: false})?.mtimeMs ?? 0)) / 1000;

function heldError(lock: string, what: string): UserError {
  const owner = readOwner(lock);
  if (owner === undefined) return new UserError(`${what} is being run by another process: wait for it`);
  const holder = `${what} is being run by process ${owner.pid}`;
  if (!isOnThisHost(owner)) {
    const silent = `its last sign of life was ${Math.round(secondsSilent(lock))} s ago`;
    return new UserError(
      `${holder} on ${hostOf(owner)} since ${owner.since} (${silent}): wait for it, or stop it first`
    );
  }
  const cure = isSuspended(owner)
    ? `it is suspended: continue it (fg), or end it (kill -9 ${owner.pid})`
    : "wait for it, or stop it first";
  return new UserError(`${holder} since ${owner.since}: ${cure}`);
}

const hostOf = ({host}: Owner): string => host.split(" ")[0]!;

function readOwner(lock: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(lock), "utf8")) as Owner;
  } catch {
    return undefined;
  }
}
