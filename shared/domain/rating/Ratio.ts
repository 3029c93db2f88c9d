/** A share of two counts, kept apart so that nothing is lost; both are safe integers, the denominator above 0. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** Which of two is greater, exactly: by cross-multiplication, in big integers where plain ones would round. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  const exact = BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator);
  return exact === 0n ? 0 : exact > 0n ? 1 : -1;
}
