// The entry of every worker thread: loads the module it was started for.
import {workerData} from "node:worker_threads";
import {importSourceAt} from "../compiled/import-source.js";

await importSourceAt(workerData.module);
