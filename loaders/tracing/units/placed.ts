import type {IndexStage} from "../../../src/shared/indexManifest.js";
import type {IndexFiles} from "../../turf/index/files.js";
import {assignmentFiles, slotFiles, textFiles, vectorFiles, type PartsOf} from "../../turf/shards/index-parts.js";
import type {UnitFolders} from "./unit-folders.js";

/** Files that the units of a kind write in parts. */
export interface Placed {
  stage: IndexStage; // that gives them their names
  partsOf: (folders: UnitFolders) => PartsOf;
  list: (files: IndexFiles) => string[];
}

const texts = ({texts: parts}: UnitFolders): PartsOf => parts;

export const placed = {
  number: {stage: "attributes", partsOf: texts, list: textFiles},
  slots: {stage: "attributes", partsOf: texts, list: slotFiles},
  sum: {stage: "clusters", partsOf: ({assignment}) => assignment, list: assignmentFiles},
  code: {stage: "embeddings", partsOf: ({vectors}) => vectors, list: vectorFiles}
} satisfies Record<string, Placed>;
