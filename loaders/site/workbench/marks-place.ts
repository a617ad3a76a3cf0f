import {extname} from "node:path";
import {currentMarks, type Mark} from "../../../src/shared/marks.js";
import {appendMarks, ownMarksPath, readMarksFile} from "../../store/marks-file.js";
import type {MarksFile} from "../../step/study.js";
import {maybeStudyFile, readStudy} from "../../study/file/read-study.js";
import {isUserError} from "../../util/user-error.js";

/** The files of marks that a study's file names; none if it names none, or can't be read. */
function namedFiles(study: string): MarksFile[] {
  const file = maybeStudyFile(study);
  if (file === undefined) return [];
  try {
    return readStudy(file).marks.filter(({path}) => extname(path).toLowerCase() === ".jsonl");
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}

/** Where a mark of a study is written: the file that the study names for its rubric, else the study's own. */
function placeOf({rubric}: Mark, study: string, files: readonly MarksFile[]): string {
  return (
    files.find((file) => file.rubric === rubric)?.path ?? files.find(({isOnly}) => isOnly)?.path ?? ownMarksPath(study)
  );
}

/** All marks of a study: of the files that it names, and of its own. */
export function readStudyMarks(study: string): Mark[] {
  const paths = new Set([...namedFiles(study).map(({path}) => path), ownMarksPath(study)]);
  return [...paths].flatMap((path) => readMarksFile(path).marks);
}

/** The marks that count now. */
export const currentStudyMarks = (study: string): Mark[] => currentMarks(readStudyMarks(study));

/** Adds marks to a study's files. Returns how many are new. */
export function addStudyMarks(study: string, marks: readonly Mark[]): number {
  const files = namedFiles(study);
  const places = new Map<string, Mark[]>();
  for (const mark of marks) {
    const path = placeOf(mark, study, files);
    places.set(path, [...(places.get(path) ?? []), mark]);
  }
  let added = 0;
  for (const [path, own] of places) added += appendMarks(path, own);
  return added;
}
