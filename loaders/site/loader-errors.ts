import {formatUserError, isUserError} from "../util/user-error.js";

/** In the process of a data loader: what is wrong is one line on standard error, without a stack trace. */
export function endInWords(): void {
  process.once("uncaughtException", (error) => {
    process.stderr.write(`${isUserError(error) ? formatUserError(error) : (error.stack ?? error.message)}\n`);
    process.exit(isUserError(error) ? 2 : 1);
  });
}
