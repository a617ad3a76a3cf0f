import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {isFolderHeld} from "../store/lock.js";
import {InFlight} from "../store/in-flight.js";
import {Journal, JournalReader} from "../store/journal.js";
import {toLine} from "../store/journal-line.js";
import {SpendMeter} from "../store/spend.js";
import {gatherId} from "./unit.js";
import {unitFiles, unitsFolder, workFolder} from "./unit-files.js";

/** Ids of units that have a journal, also those of earlier plans. */
export function unitsWithJournals(work: string): string[] {
  const folder = unitsFolder(work);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => id !== gatherId && existsSync(unitFiles(work, id).journal))
    .sort();
}

/** Ids of units that a living process works on. */
export const heldUnits = (work: string): string[] =>
  unitsWithJournals(work).filter((id) => isFolderHeld(unitFiles(work, id).folder));

/** Opens what answers the requests of a unit besides its own journal: that of the whole work, and those of other units. */
export function openBelow(work: string, units: readonly string[]): JournalReader[] {
  const paths = [join(workFolder(work), "journal.jsonl"), ...units.map((id) => unitFiles(work, id).journal)];
  return paths.filter((path) => existsSync(path)).map((path) => JournalReader.open(path));
}

/**
 * Appends to the journal of a study or an index what the journals of its units have and it has not. Resolves to US
 * dollars that all records of units count as. It must be locked.
 */
export async function mergeJournals(work: string): Promise<number> {
  const ids = unitsWithJournals(work);
  if (ids.length === 0) return 0;
  const journal = Journal.open(join(workFolder(work), "journal.jsonl"));
  let charged = 0;
  try {
    const isKnown = knownIn(journal);
    for (const id of ids) {
      const unit = Journal.open(unitFiles(work, id).journal);
      try {
        await (await InFlight.open(unitFiles(work, id).inFlight, unit)).close(); // what a killed process left
        charged += SpendMeter.of(unit).charged;
        await append(journal, unit, isKnown);
      } finally {
        unit.close();
      }
    }
    return charged;
  } finally {
    journal.close();
  }
}

const perTurn = 1000; // records appended at once

async function append(journal: Journal, unit: JournalReader, isKnown: (line: Buffer) => boolean): Promise<void> {
  for (let from = 0; from < unit.size; from += perTurn) {
    const count = Math.min(perTurn, unit.size - from);
    const records = Array.from({length: count}, (_, i) => unit.read(from + i));
    const missing = records.filter((record) => journal.find(record.id) === undefined || !isKnown(toLine(record)));
    await Promise.all(missing.map((record) => journal.append(record)));
  }
}

/** Whether a journal had exactly this record. Only asked where it has one with the same id: its lines are read then. */
function knownIn(journal: JournalReader): (line: Buffer) => boolean {
  const {size} = journal;
  let lines: Set<string> | undefined;
  return (line) => {
    lines ??= new Set(Array.from({length: size}, (_, ordinal) => digest(toLine(journal.read(ordinal)))));
    return lines.has(digest(line));
  };
}

/** The id and the checksum of a line. */
const digest = (line: Buffer): string =>
  `${line.toString("latin1", 0, 60)}${line.toString("latin1", line.length - 20)}`;
