import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {JournalReader, type CallRecord} from "../../store/journal.js";
import {runsFolder, studyFolder} from "../../util/paths.js";

/** The journals of all other studies. */
export interface OtherJournals {
  /** The answer to an identical request, with the study that asked it first. Undefined if there is none. */
  find(id: string): {study: string; record: CallRecord} | undefined;
  close(): void;
}

/** Opens the journals of other studies: they answer identical requests without a call. */
export function openOtherJournals(study: string): OtherJournals {
  const journals = otherStudies(study).map((name) => ({
    name,
    journal: JournalReader.open(join(studyFolder(name), "journal.jsonl"))
  }));
  return {
    find(id) {
      for (const {name, journal} of journals) {
        const ordinal = journal.find(id);
        const record = ordinal === undefined ? undefined : journal.read(ordinal);
        if (record !== undefined && record.error === null) return {study: record.from ?? name, record};
      }
      return undefined;
    },
    close: () => journals.forEach(({journal}) => journal.close())
  };
}

function otherStudies(study: string): string[] {
  if (!existsSync(runsFolder())) return [];
  return readdirSync(runsFolder())
    .filter((name) => name !== study && existsSync(join(studyFolder(name), "journal.jsonl")))
    .sort();
}
