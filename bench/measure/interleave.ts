import { figuresOf } from './Figures.ts';
import type { Figures } from './Figures.ts';

export type Rounds<Side extends string> = Readonly<Record<Side, readonly number[]>>;

/** Measures all sides in turn, A B C A B C …, so that a machine that drifts drifts for all of them. */
export async function interleave<Side extends string>(
  rounds: number,
  sides: Readonly<Record<Side, () => Promise<number>>>,
): Promise<Rounds<Side>> {
  const names = Object.keys(sides) as Side[];
  const values = Object.fromEntries(names.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) values[name]?.push(await sides[name]());
  }
  return values as Record<Side, number[]>;
}

/** Each round's own ratio: two neighbours in time are compared, not two medians of different minutes. */
export function ratioOf(above: readonly number[], below: readonly number[]): Figures {
  return figuresOf(above.map((value, round) => value / (below[round] ?? NaN)));
}
