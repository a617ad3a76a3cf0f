/** Places that threads share: at most `count` have one at a time, the others wait. */
export interface Places {
  count: number;
  taken: Int32Array<SharedArrayBuffer>; // one number
}

export const createPlaces = (count: number): Places => ({count, taken: new Int32Array(new SharedArrayBuffer(4))});

/** Does some work with a place; blocks the thread until there is one. */
export function withPlace<T>({count, taken}: Places, work: () => T): T {
  for (;;) {
    const now = Atomics.load(taken, 0);
    if (now >= count) Atomics.wait(taken, 0, now);
    else if (Atomics.compareExchange(taken, 0, now, now + 1) === now) break;
  }
  try {
    return work();
  } finally {
    Atomics.sub(taken, 0, 1);
    Atomics.notify(taken, 0, 1);
  }
}
