import { assert } from '../../../shared/lib/assert.ts';
import type { SeededRandom } from '../SeededRandom.ts';

/** Draws one of many by their weights, in the time of a binary search. */
export class Lot<T> {
  readonly #items: readonly T[];
  readonly #ends: readonly number[];

  /** Throws InvariantError where nothing has a weight. */
  constructor(weighted: readonly (readonly [item: T, weight: number])[]) {
    const some = weighted.filter(([, weight]) => weight > 0);
    assert(some.length > 0, 'there is nothing to draw from');
    let end = 0;
    this.#items = some.map(([item]) => item);
    this.#ends = some.map(([, weight]) => (end += weight));
  }

  /** The lot of a table of weights by name. */
  static ofShares<N extends string>(shares: Readonly<Partial<Record<N, number>>>): Lot<N> {
    const names = Object.keys(shares) as N[];
    return new Lot(names.map((name) => [name, shares[name] ?? 0]));
  }

  /** Each item with its share of the draws, in [0, 1]. */
  shares(): readonly (readonly [item: T, share: number])[] {
    return this.#items.map((item, index) => {
      const weight = (this.#ends[index] ?? 0) - (this.#ends[index - 1] ?? 0);
      return [item, weight / this.#total];
    });
  }

  draw(random: SeededRandom): T {
    const at = random.next() * this.#total;
    let [low, high] = [0, this.#ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const [first] = this.#items.slice(low, low + 1);
    // The index is within bounds by construction; an item may itself be undefined.
    return first as T;
  }

  get #total(): number {
    return this.#ends.at(-1) ?? 0;
  }
}
