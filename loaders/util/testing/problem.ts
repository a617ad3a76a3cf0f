import {formatUserError, isUserError} from "../user-error.js";

/** What the user reads of an error, without the data folder's path; "" where there is none. Rethrows any other error. */
export async function problemOf(read: () => unknown, folder: string): Promise<string> {
  try {
    await read();
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error).replaceAll(folder, "");
  }
}
