import {integerBelow, shuffle, type Random} from "../../util/random.js";
import type {PoolIndex} from "./pool-index.js";
import type {Proposal} from "./proposal.js";

/**
 * A core in a random background: up to `count` attributes of a row, except those to avoid. The row is drawn from the
 * whole pool, since a row of the core itself might bring attributes that the core needs to fail.
 */
export function withBackground(
  pool: PoolIndex,
  core: readonly number[],
  count: number,
  avoid: ReadonlySet<number>,
  random: Random
): Proposal {
  const row = pool.rows[integerBelow(random, pool.rows.length)]!;
  const others = shuffle(random, [...pool.attributesOf(row)]).filter((id) => !avoid.has(id) && !core.includes(id));
  return {attributes: [...core, ...new Set(others)].slice(0, core.length + count), sourceRow: row};
}
