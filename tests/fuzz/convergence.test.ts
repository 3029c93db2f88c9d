import { describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { runSeed } from '../support/runSeed.ts';
import { callbackCity, sampleCity } from '../support/sampleCity.ts';

/** The first seed and how many of them; by script also thousands (`npm run fuzz -- 10000`). */
const FIRST = Number(process.env['FUZZ_FROM'] ?? 1);
const SEEDS = Number(process.env['FUZZ_SEEDS'] ?? 200);
const STEPS = Number(process.env['FUZZ_STEPS'] ?? 2_000);
const PER_TEST = 20;

describe('convergence', () => {
  // Every other run in a city that calls back, with rounds of rework.
  const cities = [sampleCity(), callbackCity()];
  for (let first = FIRST; first < FIRST + SEEDS; first += PER_TEST) {
    const last = Math.min(first + PER_TEST, FIRST + SEEDS) - 1;
    it(
      `[SYN1] every screen equals the hub and the hub a fold of the log: seeds ${first} to ${last}`,
      { timeout: 600_000 },
      async () => {
        let flips = 0;
        let restarts = 0;
        let failed = 0;
        for (let seed = first; seed <= last; seed++) {
          const outcome = await runSeed(seed, STEPS, must(cities[seed % 2], 'two cities')).catch(
            (error: unknown) => {
              throw new Error(`seed ${seed}`, { cause: error });
            },
          );
          flips += outcome.flips;
          restarts += outcome.restarts;
          failed += outcome.failedGroups;
        }
        // A run without trouble would prove nothing.
        expect(Math.min(flips, restarts, failed)).toBeGreaterThan(0);
      },
    );
  }
});
