/** Calls a function before the browser's next frame, however often it is asked for until then. */
export function onceAFrame(act: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      act();
    });
  };
}

/** Calls a function once nothing has asked for it again for a while: a reader who types is not answered key by key. */
export function afterPause<T extends unknown[]>(act: (...values: T) => void, pauseInMs = 100): (...values: T) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), pauseInMs);
  };
}
