import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AREA_FILLS, LATE_FLOORS, fillOf, shadeFloors } from '../../client/map/areaScale.ts';
import { BASE, cssTokens } from '../../scripts/lib/cssTokens.mjs';
import { must } from '../../shared/lib/assert.ts';
import { VISIONS, deltaE2000, luminance, parseHex, seenBy } from './colour.ts';

const tokens = cssTokens(readFileSync('client/styles/tokens.css', 'utf8'), [BASE]);
const colours = AREA_FILLS.map((name) => parseHex(must(tokens.get(name), `${name} is a token`)));
/** By how many cases, and by how late. */
const scales = [colours.slice(0, -LATE_FLOORS.length), colours.slice(-LATE_FLOORS.length)] as const;

describe('the colours of the map', () => {
  it('[MAP3] has a token for every fill, lighter the more cases and again the later they are', () => {
    for (const scale of scales) {
      const lights = scale.map(luminance);
      expect(lights).toEqual(lights.toSorted((a, b) => a - b));
    }
    expect(fillOf(9_999, 9_999, shadeFloors([1]))).toBe(AREA_FILLS.length - 1);
  });

  it('[MAP3] does not take an area with much to do for a late one, whatever kind of sight looks at it', () => {
    const [loads, lates] = scales;
    const differences = lates.flatMap((late) =>
      loads.flatMap((load) =>
        VISIONS.map((vision) => deltaE2000(seenBy(vision, late), seenBy(vision, load))),
      ),
    );
    expect(Math.min(...differences)).toBeGreaterThan(10);
  });
});
