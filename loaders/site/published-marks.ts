import {currentStudyMarks} from "./workbench/marks-place.js";

/**
 * The marks that a site is published with, as JSON: none unless they were asked for. They name people and hold their
 * notes. A preview has none of them here: it reads the files.
 */
export const publishedMarksJson = (study: string, {marks}: {marks: boolean}): string =>
  JSON.stringify(marks ? currentStudyMarks(study) : []);
