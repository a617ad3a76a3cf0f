import type {ExportFormat} from "./format.js";
import {hubFolder} from "./hub/hub-folder.js";
import {inspectLogs} from "./inspect/inspect.js";

/** What a study can be exported to. */
export const formats: readonly ExportFormat[] = [inspectLogs, hubFolder];
