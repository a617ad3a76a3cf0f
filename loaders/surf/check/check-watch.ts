import type {Candidate} from "../candidate.js";

const looked = 20; // answers after which it is worth a word that none could be read

/** Watches the model that checks queries: a line says so if none of its first answers could be read. */
export function watchCheck(model: string, log: (line: string) => void): (candidate: Candidate) => void {
  let unread = 0;
  let isOver = false;
  return ({met, checkReason}) => {
    if (isOver) return;
    if (met !== null) isOver = true;
    if (checkReason === undefined) return;
    if (++unread < looked) return;
    isOver = true;
    log(
      `check by ${model}: none of its ${looked} answers so far could be read (${checkReason}): what was drawn counts`
    );
  };
}
