import type {Standing, StandingState} from "./slurm/standing.js";

const order: [StandingState, string][] = [
  ["runs", "running"],
  ["waits", "waiting"],
  ["due", "to be submitted"],
  ["paused", "paused by the budget"],
  ["blocked", "blocked"],
  ["failed", "failed"]
];

/** How many units are where, such as `3 of 8 units done, 4 running, 1 waiting`. */
export function unitsInWords(standings: readonly Standing[]): string {
  const count = (state: StandingState): number => standings.filter((each) => each.state === state).length;
  const parts = order.flatMap(([state, words]) => (count(state) > 0 ? [`${count(state)} ${words}`] : []));
  return [`${count("done")} of ${standings.length} units done`, ...parts].join(", ");
}
