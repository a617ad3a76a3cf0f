import type {GroupTest} from "./group-test.js";
import type {Investigation} from "./investigation.js";

/** The tests that one investigation asks for in a round. */
export interface TestRequest {
  investigation: Investigation;
  tests: readonly GroupTest[];
}

/** A test with the run that asks it. */
export interface PlacedTest {
  investigation: Investigation;
  test: GroupTest;
  run: number;
}

/**
 * Grants the requests in order, each as a whole where it fits into `max`, and takes a place of a run for each test from
 * `free`. In further passes investigations are granted the same tests again.
 */
export function placeTests(
  requests: readonly TestRequest[],
  {max, passes, free}: {max: number; passes: number; free: number[]}
): PlacedTest[] {
  const placed: PlacedTest[] = [];
  for (let pass = 0; pass < passes; pass++)
    for (const {investigation, tests} of requests) {
      if (placed.length + tests.length > max) continue;
      for (const test of tests) placed.push({investigation, test, run: takePlace(free, investigation.run)});
    }
  return placed;
}

/** The run whose niche it is, or the one with most room. */
function takePlace(free: number[], own: number): number {
  const run = free[own]! > 0 ? own : free.indexOf(Math.max(...free));
  free[run]!--;
  return run;
}
