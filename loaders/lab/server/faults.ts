import {createRandom, normal, pick, seedOf} from "../../util/random.js";
import {Problem} from "./problem.js";

/** How the server misbehaves on purpose. */
export interface Faults {
  latencyInMs: number; // median of a lognormal time of an answer; 0: at once
  failRate: number; // share of requests that fail
  seed: number;
}

/** What goes wrong with a request: an error status, a connection closed before or amid the answer, a proxy's page. */
export type Fault = {problem: Problem} | {kind: "hang-up" | "cut" | "html"};

const latencySigma = 0.5; // of the logarithm: one answer in twenty takes more than twice the median

const kinds: readonly (() => Fault)[] = [
  () => ({problem: new Problem(429, "too many requests: slow down", "rate_limit_exceeded", {"retry-after": "1"})}),
  () => ({problem: new Problem(500, "something broke inside", "internal_error")}),
  () => ({problem: new Problem(529, "overloaded: try again later", "overloaded")}),
  () => ({kind: "hang-up"}),
  () => ({kind: "cut"}),
  () => ({kind: "html"})
];

/** The fate of the n-th request; the same for equal seed and n. */
export function drawFate({latencyInMs, failRate, seed}: Faults, n: number): {waitInMs: number; fault: Fault | null} {
  const random = createRandom(seedOf(seed, "fate", n));
  const waitInMs = latencyInMs * Math.exp(latencySigma * normal(random));
  return {waitInMs, fault: random() < failRate ? pick(random, kinds)() : null};
}
