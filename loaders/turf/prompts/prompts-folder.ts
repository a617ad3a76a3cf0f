import {join} from "node:path";
import {dataFolder} from "../../util/paths.js";

/** What is kept of corpora that queries are drawn from. Anything in it can be made again. */
export const promptsFolder = (): string => join(dataFolder(), "cache", "prompts");
