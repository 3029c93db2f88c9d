/** Several measurements of one thing: what is told of them. */
export interface Figures {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function figuresOf(values: readonly number[]): Figures {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantileOf(sorted, 0.5),
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}

/** The value below which the share `q` of already sorted ones lies; NaN of none. */
export function quantileOf(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

/** `8,643 [8,368–9,950] cases/s`. */
export function told({ median, min, max }: Figures, unit = '', digits = 0): string {
  const range = `${plain(median, digits)} [${plain(min, digits)}–${plain(max, digits)}]`;
  return unit === '' ? range : `${range} ${unit}`;
}

export function plain(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
