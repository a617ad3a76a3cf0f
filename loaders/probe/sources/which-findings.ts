import {z} from "zod";
import {text} from "../../step/spec-parts.js";

/** Which findings of a search are asked. */
export const whichFindings = z.enum(["all", "flagged", "confirmed"], "expected all, flagged or confirmed");

/** Findings by their ids. */
export const findingIds = z.array(text, "expected a list of ids of findings").min(1, "expected at least one id");
