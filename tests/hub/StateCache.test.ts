import { expect, it } from 'vitest';
import { StateCache } from '../../server/hub/StateCache.ts';
import { SampleLog } from '../support/sampleGroup.ts';

const LIMIT = 8;

it('[LOG14] the states put last are held, half the limit at least and the limit at most', () => {
  const cache = new StateCache(LIMIT);
  const { states } = new SampleLog().intakes(50);
  states.forEach((state, i) => {
    cache.put(state);
    const held = states.filter(({ id }) => cache.get(id) !== undefined);
    expect(held).toEqual(states.slice(i + 1 - held.length, i + 1));
    expect(held.length).toBeGreaterThanOrEqual(Math.min(i + 1, LIMIT / 2));
    expect(held.length).toBeLessThanOrEqual(LIMIT);
  });
});

it('[LOG14] a case that is put again is told as it was put last, however many came between', () => {
  const cache = new StateCache(LIMIT);
  const [first, ...others] = new SampleLog().intakes(LIMIT).states;
  if (first === undefined) throw new Error('the sample has no cases');
  for (const between of [1, LIMIT / 2 - 1]) {
    cache.put(first);
    for (const other of others.slice(0, between)) cache.put(other);
    const changed = { ...first, version: first.version + between };
    cache.put(changed);
    expect(cache.get(first.id)).toBe(changed);
  }
});
