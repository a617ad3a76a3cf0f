import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {tryLockFolder} from "../store/lock.js";
import {writeAtomically} from "../util/atomic-file.js";
import {UserError} from "../util/user-error.js";
import {ledgerFolder} from "./unit-files.js";

const maxWaitInMs = 150_000; // longer than a lock stays after its owner died on another node
const shares = 4; // a grant is at most this part of what each unit would get if all got the same

/** US dollars that units may spend, by unit. Money that a unit did not use is no longer in it once the unit has ended. */
type Grants = Record<string, number>;

/**
 * Divides a cap in US dollars among processes on one file system: each asks for grants before it spends, and returns
 * what it did not use. The sum of all grants never exceeds the cap.
 */
export class Ledger {
  constructor(
    private readonly work: string,
    private readonly capInUsd: number,
    private readonly units: number // that may ask
  ) {}

  /** What a unit has, at least what it has spent already. */
  begin(unit: string, spent: number): Promise<number> {
    return this.#change((grants) => (grants[unit] = Math.max(grants[unit] ?? 0, spent)));
  }

  /** Grants at least `needed` more to a unit; resolves to how much, 0 where the cap has no room. */
  grant(unit: string, needed: number): Promise<number> {
    return this.#change((grants) => {
      const left = this.capInUsd - total(grants);
      if (needed > left) return 0;
      const more = Math.max(needed, Math.min(left, this.capInUsd / (this.units * shares)));
      grants[unit] = (grants[unit] ?? 0) + more;
      return more;
    });
  }

  /** Takes back what a unit was granted and did not spend. */
  async settle(unit: string, spent: number): Promise<void> {
    await this.#change((grants) => (grants[unit] = spent));
  }

  /** US dollars that are granted or spent. */
  granted = (): number => total(this.#read());

  async #change<T>(act: (grants: Grants) => T): Promise<T> {
    const release = await this.#lock();
    try {
      const grants = this.#read();
      const result = act(grants);
      writeAtomically(this.#file(), `${JSON.stringify(grants)}\n`);
      return result;
    } finally {
      release();
    }
  }

  async #lock(): Promise<() => void> {
    const until = Date.now() + maxWaitInMs;
    for (;;) {
      const release = tryLockFolder(ledgerFolder(this.work), `the budget of ${this.work}`);
      if (release !== null) return release;
      if (Date.now() > until) throw new UserError(`the budget of ${this.work} is held by another process for too long`);
      await sleep(10 + Math.random() * 40);
    }
  }

  #read(): Grants {
    const file = this.#file();
    if (!existsSync(file)) return {};
    try {
      return JSON.parse(readFileSync(file, "utf8")) as Grants;
    } catch (cause) {
      throw new UserError(
        "not a ledger of a budget: remove it, and what units spent is counted again",
        {file},
        {cause}
      );
    }
  }

  #file = (): string => join(ledgerFolder(this.work), "grants.json");
}

const total = (grants: Grants): number => Object.values(grants).reduce((sum, usd) => sum + usd, 0);
