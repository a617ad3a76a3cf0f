import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {JournalReader, type CallRecord} from "../../store/journal.js";
import {runsFolder, studyFolder} from "../../util/paths.js";
import {isUserError} from "../../util/user-error.js";

/** The journals of all other studies. */
export interface OtherJournals {
  /** The answer to an identical request, with the study that asked it first. Undefined if there is none. */
  find(id: string): {study: string; record: CallRecord} | undefined;
  close(): void;
}

/** Opens the journals of other studies: they answer identical requests without a call. */
export function openOtherJournals(study: string): OtherJournals {
  const journals = otherStudies(study).flatMap((name) => {
    const journal = openIfWhole(join(studyFolder(name), "journal.jsonl"));
    return journal === null ? [] : [{name, journal}];
  });
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

/** A journal that is damaged is reported when its own study runs; here it has no answers. */
function openIfWhole(path: string): JournalReader | null {
  try {
    return JournalReader.open(path);
  } catch (error) {
    if (isUserError(error)) return null;
    throw error;
  }
}

function otherStudies(study: string): string[] {
  if (!existsSync(runsFolder())) return [];
  return readdirSync(runsFolder())
    .filter((name) => name !== study && existsSync(join(studyFolder(name), "journal.jsonl")))
    .sort();
}
