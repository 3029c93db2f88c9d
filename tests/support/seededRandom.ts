import { SeededRandom as Numbers } from '../../server/feeds/SeededRandom.ts';

/** The product's seeded numbers, with what tests ask of them: the same seed gives the same run everywhere. */
export class SeededRandom extends Numbers {
  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}
