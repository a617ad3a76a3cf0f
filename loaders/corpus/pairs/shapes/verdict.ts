import type {DataRow} from "./pair-shape.js";
import {isGiven} from "./texts.js";

/** Columns that may say of an answer whether it was wanted. Other values than a yes or no say nothing. */
export const verdictColumns = ["label", "desirable", "is_desirable", "accepted", "preferred", "chosen", "is_chosen"];

const no = /^(?:false|no|rejected|undesirable|undesired|unwanted)$/i;

/** The column that says of a row that its answer was rejected, as KTO's `label: false`; undefined where none does. */
export const rejectedBy = (row: DataRow): string | undefined =>
  verdictColumns.find((column) => {
    const value = row[column];
    if (typeof value === "string") return no.test(value.trim());
    const isNumber = typeof value === "number" || typeof value === "bigint";
    return value === false || (isNumber && Number(value) === 0 && (column !== "label" || isKto(row)));
  });

/** Beside other columns, a label of 0 may be any class. */
const isKto = ({prompt, completion}: DataRow): boolean => isGiven(prompt) && isGiven(completion);
