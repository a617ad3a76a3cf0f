/**
 * One round of an arm that drops chunk after chunk until a failure is gone. Its first round drops the chunk that the
 * finding's trace names. Each further one also drops the chunk that most answers which still fail are traced to.
 */
export interface Round {
  series: string; // name of the arm in the study file
  number: number; // from 1
  chunks: string[]; // that are dropped, in the order in which they were named
  back: {chunk: string; round: number} | null; // of an earlier round, put back to see whether it matters; null: none
  traced: number; // exchanges that were traced for the last chunk
  named: number; // of these, those whose trace names it
}

/** What the arm of a round is called; the first has the name of the series. */
export function nameOfRound({series, number, back}: Round): string {
  if (number === 1) return series;
  return back === null ? `${series}-round-${number}` : `${series}-round-${number}-back-${back.round}`;
}

/** Whether a name is one that a round of a series has. */
export const isRoundOf = (name: string, series: string): boolean =>
  name.startsWith(`${series}-round-`) && /^\d+(-back-\d+)?$/.test(name.slice(`${series}-round-`.length));
