import type {Candidate} from "./candidate.js";

const looked = 20; // answers of the contrast model after which it is worth a word that none could be scored

/** Watches the contrast model: a line says so if none of its first answers could be scored, as no flag counts then. */
export function watchContrast(model: string | null, log: (line: string) => void): (candidate: Candidate) => void {
  let asked = 0;
  let scored = 0;
  return ({contrast}) => {
    if (contrast === undefined || asked >= looked) return;
    asked++;
    if (contrast.score !== null) scored++;
    if (asked === looked && scored === 0)
      log(
        `contrast model ${model}: none of its ${looked} answers so far could be scored (${contrast.reason}): no flag counts`
      );
  };
}
