import {ablateCommand} from "./ablate.js";
import {buildCommand} from "./build.js";
import type {CommandDefinition} from "./command.js";
import {devCommand} from "./dev.js";
import {docsCommand} from "./docs.js";
import {exportCommand} from "./export.js";
import {importCommand} from "./import.js";
import {indexCommand} from "./index.js";
import {initCommand} from "./init.js";
import {labCommand} from "./lab.js";
import {modelsCommand} from "./models.js";
import {newCommand} from "./new.js";
import {phraseCommand} from "./phrase.js";
import {recordCommand} from "./record.js";
import {reportCommand} from "./report.js";
import {rescoreCommand} from "./rescore.js";
import {reviewCommand} from "./review.js";
import {runCommand} from "./run.js";
import {serveCommand} from "./serve.js";
import {startCommand} from "./start.js";
import {statusCommand} from "./status.js";
import {traceCommand} from "./trace.js";

/** Every command, in the order of the help. */
export const allCommands: readonly CommandDefinition[] = [
  runCommand,
  importCommand,
  indexCommand,
  recordCommand,
  traceCommand,
  ablateCommand,
  phraseCommand,
  modelsCommand,
  statusCommand,
  reviewCommand,
  rescoreCommand,
  labCommand,
  initCommand,
  newCommand,
  startCommand,
  buildCommand,
  serveCommand,
  devCommand,
  reportCommand,
  exportCommand,
  docsCommand
];
