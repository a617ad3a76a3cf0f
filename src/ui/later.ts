/** A function that is called when its result is first asked for, and once; after a failure it is called again. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    if (made === null) {
      const own = (made = make());
      own.catch(() => made === own && (made = null));
    }
    return made;
  };
}

/** Calls a function when what the page has to show is drawn, or a second later at the latest. */
export const whenIdle = <T>(make: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const start = (): void => void make().then(resolve, reject);
    if ("requestIdleCallback" in globalThis) requestIdleCallback(start, {timeout: 1000});
    else setTimeout(start, 200); // Safari has none
  });
