const rounding = 1e-9;

/**
 * Says of the candidates that are asked next, in the order they are asked, how many are the control arm's: over the whole
 * search the share that is wanted, however small the parts.
 */
export function controlShare(share: number): (size: number) => number {
  let asked = 0;
  return (size) => {
    const before = Math.floor(asked * share + rounding);
    asked += size;
    return Math.floor(asked * share + rounding) - before;
  };
}
