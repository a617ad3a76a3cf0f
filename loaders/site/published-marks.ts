import {currentStudyMarks} from "./workbench/marks-place.js";

/** The environment variable that lets a data loader print marks: set by a build that was asked for them. */
export const marksVariable = "SURFTURF_PUBLISH_MARKS";

/**
 * The marks that a site is published with, as JSON: none unless they were asked for. They name people and hold their
 * notes. A preview has none of them here: it reads the files.
 */
export const publishedMarksJson = (study: string, {marks}: {marks: boolean}): string =>
  JSON.stringify(marks ? currentStudyMarks(study) : []);
