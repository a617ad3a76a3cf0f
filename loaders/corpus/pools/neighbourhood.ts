/** Embeddings of a pool's attributes, in their order: rows of length 1, or zero. */
export interface AttributeVectors {
  source: string; // the model that made them, for readers
  rows: Float32Array; // attributes x dimension
  dimension: number;
}

const maxNeighbours = 8;
const minCosine = 0.6; // of centred embeddings: above it the same thing in other words, rarely something else

/**
 * Attributes of similar meaning: the eight nearest, with a cosine of at least 0.6 between their embeddings. Computed
 * when first asked for, then kept.
 */
export class Neighbourhood {
  readonly #size: number;
  readonly #known = new Map<number, readonly number[]>();

  constructor(private readonly vectors: AttributeVectors) {
    this.#size = vectors.rows.length / vectors.dimension;
  }

  /** The nearest first; without itself. */
  of(id: number): readonly number[] {
    let known = this.#known.get(id);
    if (known === undefined) this.#known.set(id, (known = this.#find(id)));
    return known;
  }

  #find(id: number): number[] {
    const cosines = this.#cosines(id);
    const near: number[] = [];
    for (let other = 0; other < this.#size; other++) if (other !== id && cosines[other]! >= minCosine) near.push(other);
    near.sort((a, b) => cosines[b]! - cosines[a]!); // stable: then in the order of the pool
    return near.slice(0, maxNeighbours);
  }

  #cosines(id: number): Float32Array {
    const {rows, dimension} = this.vectors;
    const own = rows.subarray(id * dimension, (id + 1) * dimension);
    const cosines = new Float32Array(this.#size);
    for (let other = 0, at = 0; other < this.#size; other++, at += dimension) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += own[i]! * rows[at + i]!;
      cosines[other] = sum;
    }
    return cosines;
  }
}
