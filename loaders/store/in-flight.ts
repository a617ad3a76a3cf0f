import {closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync} from "node:fs";
import {dirname, join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {studyFolder} from "../util/paths.js";
import {whyNotWritten} from "../util/system-error.js";
import {UserError} from "../util/user-error.js";
import type {CallRecord, Journal} from "./journal.js";
import {checkHeld} from "./lock.js";
import {hashOf, toRecord} from "./recorded-call.js";

/** A request as it is on disk from when it is sent until its call is on record. */
export interface Sent {
  id: string; // of the call's request
  step: string;
  role: string;
  model: string;
  worst: number; // US dollars that it costs at most
}

/** The file of a study. */
export const inFlightPath = (study: string): string => join(studyFolder(study), "in-flight.jsonl");

/** How a request ended. */
export type Ending = "recorded" | "not-billed" | "abandoned";

const slotBytes = 512; // longer than any of them
const maxNameLength = 80; // characters

/**
 * The paid requests under way, in a small file of fixed slots that are used again: each is written before it is sent.
 * What a killed process leaves may have been billed, so the next one records it at its worst case. Safe from a kill of
 * the process, not from a power cut.
 */
export class InFlight {
  readonly #sent = new Map<number, Sent & {at: number}>(); // by slot
  readonly #abandoned: (Sent & {at: number})[] = []; // nobody waits for their answers any more
  readonly #free: number[] = [];
  #slots = 0;
  #file: number | null = null; // made with the first paid request

  private constructor(
    private readonly path: string,
    private readonly journal: Journal
  ) {}

  /** Opens the file beside a journal, after recording what an earlier process left in it. */
  static async open(path: string, journal: Journal): Promise<InFlight> {
    const left = existsSync(path) ? readSlots(readFileSync(path, "utf8")) : [];
    await recordLost(journal, left);
    rmSync(path, {force: true});
    return new InFlight(path, journal);
  }

  /**
   * Notes a request that is about to be sent. The result says once how it ended: where it is `recorded`, the journal has
   * the call's record by now; where it is `abandoned`, nobody waits for its answer.
   */
  begin(sent: Sent): (how: Ending) => void {
    const slot = this.#free.pop() ?? this.#slots++;
    const noted = {...sent, at: this.journal.size};
    this.#write(slot, toSlot(noted));
    this.#sent.set(slot, noted);
    let isOver = false;
    return (how) => {
      if (isOver) return;
      isOver = true;
      this.#sent.delete(slot);
      if (how === "abandoned") return void this.#abandoned.push(noted); // its slot stays as it is
      this.#free.push(slot);
      if (how === "not-billed") this.#write(slot, emptySlot);
    };
  }

  /**
   * Waits a little for the answers under way, which are paid for; then records what was abandoned or has not come. Call
   * it when no further call is made.
   */
  async close(patienceInMs = 5000): Promise<void> {
    const begun = performance.now();
    while (this.#sent.size > 0 && performance.now() - begun < patienceInMs) await sleep(20);
    await recordLost(this.journal, [...this.#abandoned, ...this.#sent.values()]);
    this.#sent.clear();
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    rmSync(this.path, {force: true});
  }

  #write(slot: number, bytes: Buffer): void {
    try {
      checkHeld(dirname(this.path));
      this.#file ??= openFile(this.path);
      writeSync(this.#file, bytes, 0, bytes.length, slot * slotBytes);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError(`a call could not be noted: ${whyNotWritten(cause)}`, {file: this.path}, {cause});
    }
  }
}

function openFile(path: string): number {
  mkdirSync(dirname(path), {recursive: true});
  return openSync(path, "w");
}

const emptySlot = Buffer.from(`${" ".repeat(slotBytes - 1)}\n`);

function toSlot({model, step, role, ...sent}: Sent & {at: number}): Buffer {
  const [short, none] = [(name: string) => name.slice(0, maxNameLength), ""];
  const named = JSON.stringify({...sent, model: short(model), step: short(step), role: short(role)});
  const text = Buffer.byteLength(named) < slotBytes ? named : JSON.stringify({...sent, model: none, step, role});
  const slot = Buffer.from(emptySlot);
  slot.write(text.slice(0, slotBytes - 1));
  return slot;
}

function readSlots(text: string): (Sent & {at: number})[] {
  return text.split("\n").flatMap((line) => {
    try {
      const {id, step, role, model, worst, at} = JSON.parse(line) as Sent & {at: number};
      const isSlot = typeof id === "string" && Number.isFinite(worst) && worst >= 0 && Number.isInteger(at);
      return isSlot ? [{id, step: String(step), role: String(role), model: String(model), worst, at}] : [];
    } catch {
      return []; // empty, or torn by a power cut
    }
  });
}

/** Records requests whose calls have no record since: each once, under an id that nothing is found by. */
async function recordLost(journal: Journal, sent: readonly (Sent & {at: number})[]): Promise<void> {
  const lost = sent.filter(({id, at}) => (journal.find(id) ?? -1) < at);
  const records = lost.map(toLostRecord).filter(({id}) => journal.find(id) === undefined);
  await Promise.all(records.map((record) => journal.append(record)));
}

function toLostRecord({id, step, role, model, worst, at}: Sent & {at: number}): CallRecord {
  const error =
    "the process ended while this call was under way: it may have been billed, and counts as its worst case";
  const outcome = {reply: null, error, attempts: 1, cost: null, worst, latency: null};
  return toRecord({name: model}, hashOf(["lost", id, at]), {step, role}, outcome);
}
