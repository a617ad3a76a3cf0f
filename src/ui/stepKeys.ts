const steps: Record<string, 1 | -1> = {j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1};

/** Where a key takes the reader of a list: 1 to the next entry, -1 to the one before, null for any other key. */
export function stepOf(event: KeyboardEvent, list: HTMLElement): 1 | -1 | null {
  const by = steps[event.key] ?? null;
  if (event.metaKey || event.ctrlKey || event.altKey || usesKeys(event.target)) return null;
  const {top, bottom} = list.getBoundingClientRect();
  return bottom < 0 || top > innerHeight ? null : by; // a list out of sight stays as it is
}

/** Whether an element needs the keys itself: to type, to choose, or to scroll. */
export const usesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, select, textarea, .table-box") !== null;
