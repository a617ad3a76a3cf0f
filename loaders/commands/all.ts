import type {CommandDefinition} from "./command.js";

/** How each command is loaded, in the order of the help: a command brings most of the product, and few need all of it. */
const commands: Record<string, () => Promise<CommandDefinition>> = {
  run: async () => (await import("./run.js")).runCommand,
  import: async () => (await import("./import.js")).importCommand,
  index: async () => (await import("./index.js")).indexCommand,
  record: async () => (await import("./record.js")).recordCommand,
  trace: async () => (await import("./trace.js")).traceCommand,
  ablate: async () => (await import("./ablate.js")).ablateCommand,
  phrase: async () => (await import("./phrase.js")).phraseCommand,
  models: async () => (await import("./models.js")).modelsCommand,
  plan: async () => (await import("./plan.js")).planCommand,
  unit: async () => (await import("./unit.js")).unitCommand,
  status: async () => (await import("./status.js")).statusCommand,
  stop: async () => (await import("./stop.js")).stopCommand,
  review: async () => (await import("./review.js")).reviewCommand,
  rescore: async () => (await import("./rescore.js")).rescoreCommand,
  lab: async () => (await import("./lab.js")).labCommand,
  init: async () => (await import("./init.js")).initCommand,
  new: async () => (await import("./new.js")).newCommand,
  start: async () => (await import("./start.js")).startCommand,
  build: async () => (await import("./build.js")).buildCommand,
  serve: async () => (await import("./serve.js")).serveCommand,
  dev: async () => (await import("./dev.js")).devCommand,
  report: async () => (await import("./report.js")).reportCommand,
  export: async () => (await import("./export.js")).exportCommand,
  docs: async () => (await import("./docs.js")).docsCommand
};

/** Every command, in the order of the help. */
export const allCommands = (): Promise<CommandDefinition[]> =>
  Promise.all(Object.values(commands).map((load) => load()));

/** The command that a command line names, alone if there is such a one, else every command. */
export async function commandsFor(name: string | undefined): Promise<CommandDefinition[]> {
  return name !== undefined && Object.hasOwn(commands, name) ? [await commands[name]!()] : allCommands();
}
