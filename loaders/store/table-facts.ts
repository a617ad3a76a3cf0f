import {schemaVersion, type AnyTableName} from "../../src/shared/schema.js";
import {packageVersion} from "./manifest.js";
import {studyOfDraft} from "./replace-study.js";

/** The owner of a table: a study, by name, or an index. */
export type TableOwner = string | {index: string};

/**
 * What each file of a table says of itself, as key and value, so that a file found alone says what it is. There is no
 * date among it: the same rows make the same file.
 */
export function tableFacts(owner: TableOwner, table: AnyTableName): Map<string, string> {
  return new Map([
    typeof owner === "string" ? ["surfturf.study", studyOfDraft(owner)] : ["surfturf.index", owner.index],
    ["surfturf.table", table],
    ["surfturf.schema", String(schemaVersion)],
    ["surfturf.version", packageVersion]
  ]);
}
