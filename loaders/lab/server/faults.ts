import {createRandom, normal, pick, seedOf} from "../../util/random.js";
import {Problem} from "./problem.js";

/** How the server misbehaves on purpose. */
export interface Faults {
  latencyInMs: number; // median of a lognormal time of an answer; 0: at once
  failRate: number; // share of requests that fail
  capacity?: number; // requests answered at a time; further ones are refused with 429; defaults to no bound
  spread?: number; // sigma of the latency's logarithm; defaults to 0.5: one answer in twenty takes over twice the median
  seed: number;
}

/** What goes wrong with a request: an error status, a connection closed before or amid the answer, a proxy's page. */
export type Fault = {problem: Problem} | {kind: "hang-up" | "cut" | "html"};

const soon = {"retry-after": "1", "retry-after-ms": "100"};

const kinds: readonly (() => Fault)[] = [
  () => ({problem: new Problem(429, "too many requests: slow down", "rate_limit_exceeded", soon)}),
  () => ({problem: new Problem(500, "something broke inside", "internal_error")}),
  () => ({problem: new Problem(529, "overloaded: try again later", "overloaded")}),
  () => ({kind: "hang-up"}),
  () => ({kind: "cut"}),
  () => ({kind: "html"})
];

/** The fate of the n-th request; the same for equal seed and n. */
export function drawFate(
  {latencyInMs, failRate, spread = 0.5, seed}: Faults,
  n: number
): {waitInMs: number; fault: Fault | null} {
  const random = createRandom(seedOf(seed, "fate", n));
  const waitInMs = latencyInMs * Math.exp(spread * normal(random));
  return {waitInMs, fault: random() < failRate ? pick(random, kinds)() : null};
}

/** What a request gets that comes when the server is full. */
export const full = (capacity: number): Problem =>
  new Problem(429, `${capacity} requests are under way: come again later`, "rate_limit_exceeded");
