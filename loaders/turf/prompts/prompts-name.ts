import {publicPath} from "../../util/paths.js";
import {indexOfPool} from "../index/pool.js";

/** What pages and manifests call the corpus of a study's queries: `index:<name>`, or a path. */
export const nameOfPrompts = (prompts: string): string => `corpus:${indexOfPool(prompts) ?? publicPath(prompts)}`;
