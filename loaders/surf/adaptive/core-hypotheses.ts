const sizePrior = [0, 0.45, 0.35, 0.14, 0.04, 0.02]; // chance that a region's core has so many attributes
const wholeOfWeak = 0.3; // sets that hold three that make a region, for each that holds two of three
const partRate = 0.25; // how often a weak pair fails, and a core of three or more that lacks one
export const mostAlone = 0.45; // rate that attributes which do not hold a region may have

/** Rates that tell the hypotheses apart. */
export interface Rates {
  base: number;
  hot: number; // where a query has the whole core
  prior: number; // chance that five attributes hold a region
  weak: number; // chance that they hold a weak pair
}

/**
 * What may carry a failure: a region's core, whose parts show nothing or fail less often where one of it is missing; or
 * a weak pair, which is part of a region whose rest is elsewhere.
 */
export interface Hypothesis {
  core: number; // mask; 0: nothing
  kind: "nothing" | "region" | "region with weak parts" | "weak pair";
}

/** How many attributes a mask has. */
export const bits = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
};

/** All hypotheses on so many attributes. */
export function hypothesesOf(attributes: number): Hypothesis[] {
  const all: Hypothesis[] = [{core: 0, kind: "nothing"}];
  for (let core = 1; core < 1 << attributes; core++) {
    all.push({core, kind: "region"});
    if (bits(core) === 2) all.push({core, kind: "weak pair"});
    if (bits(core) > 2) all.push({core, kind: "region with weak parts"});
  }
  return all;
}

/** Chance of a hypothesis before anything was asked. */
export function priorOf({core, kind}: Hypothesis, attributes: number, {prior, weak}: Rates): number {
  if (kind === "nothing") return 1 - prior - weak * (1 + wholeOfWeak);
  const size = bits(core);
  const ways = choose(attributes, size);
  if (kind === "weak pair") return weak / ways;
  const region = (prior * sizePrior[size]!) / ways;
  if (size < 3) return region;
  return kind === "region with weak parts" && size === 3 ? region / 2 + (weak * wholeOfWeak) / ways : region / 2;
}

/**
 * [hypothesis, query] -> chance of a violation. Without the core, the attributes of a query fail as they do in any
 * company, `alone` by attribute; with it, as a region does.
 */
export function chancesOf(
  hypotheses: readonly Hypothesis[],
  alone: readonly number[],
  {base, hot}: Rates
): Float64Array {
  const size = 1 << alone.length;
  const chances = new Float64Array(hypotheses.length * size);
  for (let query = 0; query < size; query++) {
    let clean = 1 - base;
    for (const [i, rate] of alone.entries()) if ((query >> i) & 1) clean *= Math.min(1, (1 - rate) / (1 - base));
    const without = Math.min(Math.max(base, mostAlone), 1 - clean);
    for (const [h, hypothesis] of hypotheses.entries())
      chances[h * size + query] = Math.max(rateOf(hypothesis, query, hot), without);
  }
  return chances;
}

function rateOf({core, kind}: Hypothesis, query: number, hot: number): number {
  if (kind === "nothing") return 0;
  const missing = bits(core & ~query);
  if (missing === 0) return kind === "weak pair" ? partRate : hot;
  return missing === 1 && kind === "region with weak parts" ? partRate : 0;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
