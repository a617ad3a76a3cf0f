const rounding = 1e-9;

/**
 * Returns a function that says how many of the next candidates are the control arm's. Called in the order in which
 * candidates are asked, its sum keeps to the share over the whole search, however small the parts.
 */
export function controlShare(share: number): (size: number) => number {
  let asked = 0;
  return (size) => {
    const before = Math.floor(asked * share + rounding);
    asked += size;
    return Math.floor(asked * share + rounding) - before;
  };
}
