import type {Command} from "commander";

/** A command of the command line. One file defines it, one line in `all.ts` makes it known. */
export interface CommandDefinition {
  readonly name: string;
  /** Adds the command to the program. */
  add(program: Command): void;
}

/** Makes a definition; `define` gets the new command and says what it takes and does. */
export const defineCommand = (
  name: string,
  define: (command: Command) => unknown,
  {hidden = false} = {} // left out of the list of commands
): CommandDefinition => ({name, add: (program) => void define(program.command(name, {hidden}))});
