import vm from "node:vm";
import {UserError} from "./user-error.js";

const limitInMs = 1000; // for one text, which takes microseconds
const mostTries = 30; // where other processes leave little of the processor
const mostOptional = 8; // optional parts of a pattern that can't take long

const box = vm.createContext({pattern: /x/, text: ""});
const search = new vm.Script("pattern.exec(text)");

/** Whether a pattern has nothing that repeats, so that no text takes it long. */
const isPlain = ({source}: RegExp): boolean => !/[*+{]/.test(source) && source.split("?").length <= mostOptional;

/** Finds a user's pattern in a text. One that backtracks without end is stopped: throws a UserError that names it. */
export function execGuarded(pattern: RegExp, text: string): RegExpExecArray | null {
  if (isPlain(pattern)) return pattern.exec(text);
  Object.assign(box, {pattern, text});
  const from = pattern.lastIndex;
  for (let tries = 1; ; tries++) {
    const before = process.cpuUsage();
    try {
      return search.runInContext(box, {timeout: limitInMs}) as RegExpExecArray | null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      const {user, system} = process.cpuUsage(before);
      if ((user + system) / 1000 > limitInMs / 2 || tries === mostTries) throw tooSlow(pattern, text);
      pattern.lastIndex = from; // the process waited, not the pattern
    }
  }
}

const tooSlow = (pattern: RegExp, text: string): UserError =>
  new UserError(
    `the pattern ${pattern.source} took longer than ${limitInMs / 1000} s over a text of ${text.length} characters: ` +
      "simplify it; nested repetition such as (a+)+ takes forever"
  );
