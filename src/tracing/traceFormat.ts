/** A lift as a reader says it: 12x, 3.4x, 0.62x. An en dash when nothing was expected. */
export function times(lift: number | null | undefined): string {
  if (lift == null) return "\u2013";
  const digits = lift >= 9.95 ? 0 : lift >= 0.995 ? 1 : 2;
  return `${lift.toFixed(digits)}\u00d7`;
}

/** A p or q value: two digits, and below 0.001 as a power of ten. */
export function smallNumber(value: number | null | undefined): string {
  if (value == null) return "\u2013";
  if (value >= 0.0995) return value.toFixed(2);
  if (value >= 0.001) return value.toPrecision(1);
  const exponent = value === 0 ? -300 : Math.floor(Math.log10(value)) + 1;
  return `<1e${exponent}`;
}
