import {candidateDimensions} from "./candidateDimensions.js";
import type {CodedTable} from "./codedTable.js";
import type {Dimension} from "./dimension.js";
import {pairDimensions} from "./pairDimensions.js";

/** The dimensions in which the rows of a table differ, in the order of the page. */
export const dimensionsOf = (table: CodedTable): Dimension[] =>
  table.kind === "candidates" ? candidateDimensions(table) : pairDimensions(table);

/** Dimensions of lists whose chosen groups must all be there. The others take any of them. */
export const needsAll = ({name}: Pick<Dimension, "name">): boolean => name === "attributes";
