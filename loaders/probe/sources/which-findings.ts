import {z} from "zod";

/** Which findings of a search are asked. */
export const whichFindings = z.enum(["all", "flagged", "confirmed"], "expected all, flagged or confirmed");
