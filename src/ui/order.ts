type Value = string | number | boolean | null | undefined;

/** What rows are ordered by: one of their columns, or what is made of them. */
type Key<T> = (keyof T & string) | ((row: T) => Value);

/** A comparison of two rows for `sort`. */
export type Order<T> = (a: T, b: T) => number;

/** The smallest value first; rows without one last. */
export const ascending =
  <T>(key: Key<T>): Order<T> =>
  (a, b) =>
    compare(valueOf(a, key), valueOf(b, key), 1);

/** The largest value first; rows without one last. */
export const descending =
  <T>(key: Key<T>): Order<T> =>
  (a, b) =>
    compare(valueOf(a, key), valueOf(b, key), -1);

/** By the first order that tells two rows apart. */
export const inOrder =
  <T>(...orders: Order<T>[]): Order<T> =>
  (a, b) => {
    for (const order of orders) {
      const sign = order(a, b);
      if (sign !== 0) return sign;
    }
    return 0;
  };

const valueOf = <T>(row: T, key: Key<T>): Value => (typeof key === "function" ? key(row) : (row[key] as Value));

function compare(a: Value, b: Value, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a == null || b == null) return a == null ? 1 : -1;
  return a < b ? -sign : sign;
}

/** Rows of one key together, in the order of their first rows. */
export const groupsBy = <T>(rows: readonly T[], keyOf: (row: T) => string): T[][] => [
  ...groupMap(rows, keyOf).values()
];

/** The same, by their key. */
export function groupMap<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
