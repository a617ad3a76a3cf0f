// The entry of every worker thread: makes Node read TypeScript, then loads the module it was started for.
import {workerData} from "node:worker_threads";
import {register} from "tsx/esm/api";

register();
await import(workerData.module);
