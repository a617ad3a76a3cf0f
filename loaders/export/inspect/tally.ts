import type {WireScore} from "./wire.js";

/** What the header of a log says of one scorer. */
export interface Scorer {
  name: string;
  threshold: number | null; // of a rubric: a score above it is a flag
  metadata: Record<string, unknown>;
}

interface Count {
  scorer: Scorer;
  scored: number;
  unscored: number;
  flagged: number;
  bySample: Map<string, {sum: number; n: number}>;
}

/** Counts the scores of a log while its samples are written. */
export class Tally {
  readonly #counts = new Map<string, Count>();

  add(id: string, scores: Readonly<Record<string, WireScore>>, scorerOf: (name: string) => Scorer): void {
    for (const [name, {value}] of Object.entries(scores)) {
      const count = this.#countOf(name, scorerOf);
      if (typeof value !== "number" || Number.isNaN(value)) {
        count.unscored += Number(typeof value === "number");
        continue;
      }
      const {threshold} = count.scorer;
      count.scored++;
      count.flagged += Number(threshold !== null && value > threshold);
      const own = count.bySample.get(id) ?? {sum: 0, n: 0};
      count.bySample.set(id, {sum: own.sum + value, n: own.n + 1});
    }
  }

  #countOf(name: string, scorerOf: (name: string) => Scorer): Count {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const count = {scorer: scorerOf(name), scored: 0, unscored: 0, flagged: 0, bySample: new Map()};
    this.#counts.set(name, count);
    return count;
  }

  get scorers(): object[] {
    return [...this.#counts.values()].map(({scorer: {name, threshold, metadata}}) => ({
      name,
      options: {},
      metrics: [{name: "mean"}, ...(threshold === null ? [] : [{name: "flag_rate"}])],
      metadata
    }));
  }

  /** The results of each scorer; the mean is over samples, of each the mean over its epochs. */
  results(reducer: string | null): object[] {
    return [...this.#counts.values()].map(({scorer, scored, unscored, flagged, bySample}) => {
      const means = meansOf(bySample).map(([, mean]) => mean);
      const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
      const {name, threshold} = scorer;
      return {
        name,
        scorer: name,
        ...(reducer !== null && {reducer}),
        scored_samples: scored,
        unscored_samples: unscored,
        params: {},
        metrics: {
          ...(scored > 0 && {mean: metric("mean", mean)}),
          ...(scored > 0 && threshold !== null && {flag_rate: metric("flag_rate", flagged / scored)})
        }
      };
    });
  }

  /** The score of each sample, its mean over the epochs. */
  reductions(reducer: string): object[] {
    return [...this.#counts.values()].map(({scorer, bySample}) => ({
      scorer: scorer.name,
      reducer,
      samples: meansOf(bySample).map(([id, value]) => ({value, sample_id: id}))
    }));
  }
}

const meansOf = (bySample: Count["bySample"]): [string, number][] =>
  [...bySample].map(([id, {sum, n}]) => [id, sum / n]);

const metric = (name: string, value: number) => ({name, value, params: {}});
