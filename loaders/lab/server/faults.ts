import {createRandom, normal, seedOf} from "../../util/random.js";
import {badAnswers, isBadAnswer, type BadAnswer} from "./bad-answers.js";
import {brokenCalls, type BrokenCall} from "./broken-calls.js";
import {WireProblem} from "./problem.js";

export type FaultKind = BrokenCall | BadAnswer;

/** Every fault that the server can make: calls without an answer, then useless answers. */
export const faultKinds: readonly FaultKind[] = [...brokenCalls, ...badAnswers];

/** How the server misbehaves on purpose. */
export interface Faults {
  latencyInMs: number; // median of a lognormal time of an answer; 0: at once
  failRate: number; // share of requests without an answer, of any kind
  /** Share of requests by kind, beside failRate; for a bad answer, of the requests of its roles. */
  rates?: Partial<Record<FaultKind, number>>;
  badRoles?: readonly string[]; // whose answers go bad; defaults to all
  capacity?: number; // requests answered at a time; further ones are refused with 429; defaults to no bound
  spread?: number; // sigma of the log of the latency (default 0.5: one answer in twenty takes over twice the median)
  steady?: boolean; // equal requests get equal answers, also those that bring no seed; defaults to false
  seed: number;
}

/** What becomes of one request. */
export interface Fate {
  waitInMs: number;
  broken: BrokenCall | null;
  badAnswerOf: (role: string) => BadAnswer | null;
}

/** The fate of the n-th request; the same for equal seed and n. */
export function drawFate({latencyInMs, failRate, rates = {}, badRoles, spread = 0.5, seed}: Faults, n: number): Fate {
  const random = createRandom(seedOf(seed, "fate", n));
  const waitInMs = latencyInMs * Math.exp(spread * normal(random));
  const [first, second] = [random(), random()];
  const each = failRate / brokenCalls.length;
  const broken = among(brokenCalls, (kind) => each + (rates[kind] ?? 0), first);
  const goesBad = (kind: BadAnswer, role: string) => isBadAnswer(kind, role) && (badRoles?.includes(role) ?? true);
  const rateFor = (role: string) => (kind: BadAnswer) => (goesBad(kind, role) ? (rates[kind] ?? 0) : 0);
  return {waitInMs, broken, badAnswerOf: (role) => among(badAnswers, rateFor(role), second)};
}

/** The kind whose share of [0, 1) holds the number; null when it lies beyond all. */
function among<Kind>(kinds: readonly Kind[], rateOf: (kind: Kind) => number, at: number): Kind | null {
  let end = 0;
  for (const kind of kinds) if (at < (end += rateOf(kind))) return kind;
  return null;
}

/** What a request gets that comes when the server is full. */
export const full = (capacity: number): WireProblem =>
  new WireProblem(429, `${capacity} requests are under way: come again later`, "rate_limit_exceeded");
