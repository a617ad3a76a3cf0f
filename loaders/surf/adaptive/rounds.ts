import {earlyRounds, lastRoundEnds, roundEnds} from "./constants.js";

/** How large a search is. */
export interface Schedule {
  iterations: number;
  planned: number; // candidates of the whole search, all runs
}

/**
 * How the candidates of an iteration are divided into rounds, in the order they are asked. Each round is planned from
 * the outcomes of the ones before. Large iterations at the beginning have more rounds.
 */
export function roundSizes(candidates: number, iteration: number, schedule: Schedule): number[] {
  const ends = endsOf(iteration, schedule);
  const upTo = [0, ...ends.map((end) => Math.round(candidates * end))];
  return ends.map((_, round) => upTo[round + 1]! - upTo[round]!);
}

/** Rounds of a search. */
export function countRounds(schedule: Schedule): number {
  let rounds = 0;
  for (let iteration = 1; iteration <= schedule.iterations; iteration++) rounds += endsOf(iteration, schedule).length;
  return rounds;
}

/** Where the rounds of an iteration end, in shares of it. */
function endsOf(iteration: number, {iterations, planned}: Schedule): readonly number[] {
  if (iteration >= iterations) return lastRoundEnds;
  const size = planned / iterations;
  const rounds = Math.round(size / earlyRounds.candidates);
  if (rounds <= roundEnds.length || (iteration - 1) * size >= earlyRounds.until) return roundEnds;
  return Array.from({length: rounds}, (_, i) => (i + 1) / rounds);
}
