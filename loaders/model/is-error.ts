import type {JsonObject} from "./json.js";

/** Whether a body that came with a status of success is an error all the same. */
export const isError = ({error, type, object}: JsonObject): boolean =>
  saysSomething(error) || type === "error" || object === "error";

/** Some servers send the field with every answer, empty where nothing failed. */
const saysSomething = (error: unknown): boolean =>
  typeof error === "object" && error !== null ? Object.keys(error).length > 0 : Boolean(error);
