import {mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {check, lock} from "proper-lockfile";
import {studyFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";

const stale = 60_000; // ms without a sign of life after which a holder counts as dead
const ownerFile = (study: string): string => join(studyFolder(study), "owner.json");

/**
 * Holds a study for this process: two searches in one journal would ask everything twice. Resolves to the release.
 * Throws a UserError that names the holder when another living process has it.
 */
export async function lockStudy(study: string): Promise<() => Promise<void>> {
  mkdirSync(studyFolder(study), {recursive: true});
  if (await isHeld(study)) throw heldError(study);
  const release = await lock(studyFolder(study), {stale, update: stale / 6}).catch((cause: unknown) => {
    throw (cause as {code?: string}).code === "ELOCKED" ? heldError(study) : cause;
  });
  writeFileSync(ownerFile(study), JSON.stringify({pid: process.pid, since: new Date().toISOString()}));
  return release;
}

/** Whether a living process holds the study. A lock left by a killed one is taken away. */
export async function isHeld(study: string): Promise<boolean> {
  const held = await check(studyFolder(study), {stale}).catch(() => false); // no folder yet: not held
  if (!held) return false;
  const pid = readOwner(study)?.pid;
  if (pid === undefined || isAlive(pid)) return true;
  rmSync(`${studyFolder(study)}.lock`, {recursive: true, force: true});
  return false;
}

function heldError(study: string): UserError {
  const {pid, since} = readOwner(study) ?? {};
  const holder = pid === undefined ? "another process" : `process ${pid} since ${since}`;
  return new UserError(`study ${study} is being run by ${holder}: wait for it, or stop it first`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as {code?: string}).code === "EPERM";
  }
}

function readOwner(study: string): {pid: number; since: string} | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(study), "utf8")) as {pid: number; since: string};
  } catch {
    return undefined;
  }
}
