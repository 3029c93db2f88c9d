import { describe, expect, it } from 'vitest';
import { FeatureStates } from '../../client/map/FeatureStates.ts';

function recorder() {
  const told: unknown[] = [];
  const map = {
    setFeatureState: ({ id }: { readonly id: string }, state: unknown) => told.push([id, state]),
    removeFeatureState: ({ id }: { readonly id: string }, name: string) => told.push([id, name]),
  };
  return { map, take: () => told.splice(0) };
}

describe('what crosses to the map', () => {
  it('[MAP4] is only what changed', () => {
    const { map, take } = recorder();
    const states = new FeatureStates('areas', 'fill');
    expect(
      states.tell(
        map,
        new Map([
          ['A', 1],
          ['B', 0],
        ]),
      ),
    ).toBe(2);
    expect(take()).toEqual([
      ['A', { fill: 1 }],
      ['B', { fill: 0 }],
    ]);
    expect(
      states.tell(
        map,
        new Map([
          ['A', 1],
          ['B', 2],
        ]),
      ),
    ).toBe(1);
    expect(take()).toEqual([['B', { fill: 2 }]]);
    expect(
      states.tell(
        map,
        new Map([
          ['A', 1],
          ['B', 2],
        ]),
      ),
    ).toBe(0);
    expect(states.set(map, 'A', 1)).toBe(false);
    expect(take()).toEqual([]);
  });

  it('[MAP4] takes back what is told no more, once', () => {
    const { map, take } = recorder();
    const states = new FeatureStates('centres', 'mark');
    states.tell(
      map,
      new Map([
        ['A', 'late'],
        ['B', 'near'],
      ]),
    );
    take();
    expect(states.tell(map, new Map([['B', 'near']]))).toBe(1);
    expect(take()).toEqual([['A', 'mark']]);
    expect(states.tell(map, new Map([['B', 'near']]))).toBe(0);
  });

  it('[MAP4] is everything where the map is a new one', () => {
    const { map, take } = recorder();
    const states = new FeatureStates('areas', 'fill');
    states.tell(map, new Map([['A', 1]]));
    take();
    states.forget();
    states.tell(map, new Map([['A', 1]]));
    expect(take()).toEqual([['A', { fill: 1 }]]);
  });
});
