import type { Rates } from './independentRates.ts';

/** One definition, in its pack's own words and numbers. */
export interface RankedBy {
  readonly weights: { readonly response: number; readonly solve: number; readonly satisfaction: number };
  readonly basicFactor: number;
  readonly minSample: number;
}

export interface RankTold {
  readonly rank: number | null;
  readonly unranked?: string;
}

interface Graded {
  readonly code: string;
  readonly valid: number;
  /** Score, solved, satisfied: numerators over `valid`, in whole millionths. */
  readonly keys: readonly bigint[];
}

/**
 * A second opinion on the ranking of one period, worked out of counts and sharing no code with the hub: rank within
 * the tier by score, solve rate, satisfaction and valid callbacks, equal ones sharing a rank that counts them all.
 */
export function independentRanking(
  rates: Rates,
  label: string,
  tierOf: ReadonlyMap<string, string>,
  by: RankedBy,
): Record<string, RankTold> {
  const told: Record<string, RankTold> = {};
  for (const tier of new Set(tierOf.values())) {
    const graded: Graded[] = [];
    for (const [code, own] of tierOf) {
      const counts = rates[`${label} ${code}`] ?? {};
      const valid = counts['valid'] ?? 0;
      if (own !== tier) continue;
      if (valid === 0) told[code] = { rank: null, unranked: 'noCallback' };
      else if (valid < by.minSample) told[code] = { rank: null, unranked: 'tooFew' };
      else graded.push({ code, valid, keys: keysOf(counts, by) });
    }
    // How many stand strictly before it says a unit's rank; no order among equals is needed.
    for (const one of graded)
      told[one.code] = { rank: 1 + graded.filter((other) => isBefore(other, one)).length };
  }
  return told;
}

function keysOf(counts: Readonly<Record<string, number>>, { weights, basicFactor }: RankedBy): bigint[] {
  const { contacted = 0, solved = 0, satisfied = 0, basic = 0 } = counts;
  const whole = (value: number) => BigInt(Math.round(value * 1e6));
  const content = satisfied + basic * basicFactor;
  const score = weights.response * contacted + weights.solve * solved + weights.satisfaction * content;
  return [whole(score), whole(solved), whole(content)];
}

function isBefore(a: Graded, b: Graded): boolean {
  for (const [i, key] of a.keys.entries()) {
    const difference = key * BigInt(b.valid) - (b.keys[i] ?? 0n) * BigInt(a.valid);
    if (difference !== 0n) return difference > 0n;
  }
  return a.valid > b.valid;
}
