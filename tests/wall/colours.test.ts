import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALARM_MARKS } from '../../client/styles/alarmMarks.ts';
import { BASE, cssTokens, NIGHT } from '../../scripts/lib/cssTokens.mjs';
import { must } from '../../shared/lib/assert.ts';
import type { Rgb } from './colour.ts';
import { contrast, deltaE2000, deltaE2000OfLab, luminance, parseHex, seenBy, VISIONS } from './colour.ts';

const css = readFileSync('client/styles/tokens.css', 'utf8');
const TIMES = [
  { time: 'day', places: [BASE] },
  { time: 'night', places: [BASE, NIGHT] },
];
const GROUNDS = ['--ground', '--panel'];
const WORDS = ['--ink', '--ink-strong', '--ink-muted', '--ink-faint'];
const ALARM_WORDS = ['--alarm-near', '--alarm-soon', '--alarm-late-text', '--alarm-severe-text', '--alive'];
const STATES = Object.values(ALARM_MARKS);
const SIGNALS = [...STATES.map(({ colour }) => colour), '--alive'];
const SHADES = [0, 1, 2, 3, 4, 5].map((shade) => `--shade-${shade}`);
const LATENESS = ['--shade-0', '--late-1', '--late-2', '--late-3'];

/** The colour of a token by its name. */
function colours(places: readonly string[] = [BASE]): (token: string) => Rgb {
  const tokens = cssTokens(css, places);
  return (token) => parseHex(must(tokens.get(token), `${token} is not in tokens.css`));
}

/** The least difference between two tokens under any kind of sight. */
function apart(a: string, b: string): number {
  const of = colours();
  return Math.min(...VISIONS.map((vision) => deltaE2000(seenBy(vision, of(a)), seenBy(vision, of(b)))));
}

const pairs = <T>(list: readonly T[]) =>
  list.flatMap((a, index) => list.slice(index + 1).map((b): readonly [T, T] => [a, b]));

describe('the measures', () => {
  it('[LEG10] contrast is WCAG’s: 21 from black to white, 1 to itself', () => {
    expect(contrast(parseHex('#000000'), parseHex('#ffffff'))).toBeCloseTo(21, 4);
    expect(contrast(parseHex('#777777'), parseHex('#ffffff'))).toBeCloseTo(4.478, 3);
    expect(contrast(parseHex('#0b1622'), parseHex('#0b1622'))).toBe(1);
  });

  // Pairs of Sharma, Wu and Dalal 2005, chosen for its traps: hues around 275° and 0°, greys, near-blacks.
  it.each([
    { a: [50, 2.6772, -79.7751], b: [50, 0, -82.7485], difference: 2.0425 },
    { a: [50, -1.3802, -84.2814], b: [50, 0, -82.7485], difference: 1.0 },
    { a: [50, 0, 0], b: [50, -1, 2], difference: 2.3669 },
    { a: [50, 2.49, -0.001], b: [50, -2.49, 0.0009], difference: 7.1792 },
    { a: [50, 2.5, 0], b: [50, 0, -2.5], difference: 4.3065 },
    { a: [50, 2.5, 0], b: [61, -5, 29], difference: 22.8977 },
    { a: [60.2574, -34.0099, 36.2677], b: [60.4626, -34.1751, 39.4387], difference: 1.2644 },
    { a: [2.0776, 0.0795, -1.135], b: [0.9033, -0.0636, -0.5514], difference: 0.9082 },
  ] as const)('[LEG10] $a and $b are $difference apart', ({ a, b, difference }) => {
    expect(deltaE2000OfLab(a, b)).toBeCloseTo(difference, 4);
    expect(deltaE2000OfLab(b, a)).toBeCloseTo(difference, 4);
  });

  it('[LEG10] a missing kind of cone takes away its own differences and leaves greys as they are', () => {
    const [red, green] = [parseHex('#c04000'), parseHex('#708000')];
    const [blue, teal] = [parseHex('#4070c0'), parseHex('#2a8080')];
    const shrinks = (vision: (typeof VISIONS)[number], a: Rgb, b: Rgb) =>
      deltaE2000(seenBy(vision, a), seenBy(vision, b)) / deltaE2000(a, b);
    expect(shrinks('protan', red, green)).toBeLessThan(0.6);
    expect(shrinks('deutan', red, green)).toBeLessThan(0.6);
    expect(shrinks('tritan', blue, teal)).toBeLessThan(0.6);
    for (const vision of VISIONS) {
      expect(deltaE2000(seenBy(vision, parseHex('#808080')), parseHex('#808080'))).toBeLessThan(0.1);
    }
  });
});

describe.each(TIMES)('the inks by $time', ({ places }) => {
  const of = colours(places);
  const least = (inks: readonly string[], grounds: readonly string[]) =>
    Math.min(...inks.flatMap((ink) => grounds.map((ground) => contrast(of(ink), of(ground)))));

  it('[LEG11] key numbers have at least 7 : 1, in an alarm too', () => {
    expect(least(['--ink', '--ink-strong', ...ALARM_WORDS], GROUNDS)).toBeGreaterThanOrEqual(7);
  });

  it('[LEG11] no word has less than 4.5 : 1, on the plate of a severe case neither', () => {
    expect(least(WORDS, GROUNDS)).toBeGreaterThanOrEqual(4.5);
    expect(least(['--alarm-severe-text'], ['--alarm-severe'])).toBeGreaterThanOrEqual(4.5);
  });

  it('[LEG11] every shape has at least 3 : 1', () => {
    expect(least(SIGNALS, GROUNDS)).toBeGreaterThanOrEqual(3);
  });

  it('[LEG12] nothing has more than 15 : 1 or more than 80 % luminance', () => {
    const brightest = [...WORDS, ...ALARM_WORDS, ...SIGNALS].map((token) => luminance(of(token)));
    expect(Math.max(...brightest)).toBeLessThanOrEqual(0.8);
    expect((Math.max(...brightest) + 0.05) / (luminance(of('--ground')) + 0.05)).toBeLessThanOrEqual(15);
  });

  it('[LEG12] what never changes has at most 40 % luminance', () => {
    const still = ['--ink-muted', '--ink-faint', '--line', ...GROUNDS, ...SHADES];
    expect(Math.max(...still.map((token) => luminance(of(token))))).toBeLessThanOrEqual(0.4);
  });
});

describe('the night', () => {
  it('[LEG13] dims the quiet inks by at least a tenth, the brightest by three', () => {
    const [day, night] = [colours([BASE]), colours([BASE, NIGHT])];
    const kept = (token: string) => luminance(night(token)) / luminance(day(token));
    expect(kept('--ink-muted')).toBeLessThanOrEqual(0.9);
    expect(Math.max(kept('--ink'), kept('--ink-strong'))).toBeLessThanOrEqual(0.7);
  });

  it('[LEG13] leaves what alarms as it is', () => {
    const dimmed = [...cssTokens(css, [NIGHT]).keys()];
    expect(dimmed.filter((token) => token.startsWith('--al'))).toEqual([]);
  });
});

describe('the signals', () => {
  it.each(pairs(SIGNALS))('[LEG14] %s and %s are at least 15 apart for every kind of sight', (a, b) => {
    expect(apart(a, b)).toBeGreaterThanOrEqual(15);
  });

  it.each(pairs(STATES).map(([a, b]) => ({ a, b })))(
    '[LEG15] $a.colour and $b.colour differ by 3 : 1, by shape or by word',
    ({ a, b }) => {
      const of = colours();
      const isTold =
        contrast(of(a.colour), of(b.colour)) >= 3 || a.shape !== b.shape || a.needsWord !== b.needsWord;
      expect(isTold).toBe(true);
    },
  );

  it('[LEG15] every alarm colour has its mark', () => {
    const alarming = [...cssTokens(css, [BASE]).keys()].filter((token) => token.startsWith('--alarm-'));
    expect(alarming.filter((token) => !token.endsWith('-text'))).toEqual(STATES.map(({ colour }) => colour));
  });
});

describe.each([
  { ramp: 'counts', shades: SHADES },
  { ramp: 'lateness', shades: LATENESS },
])('the shades of $ramp', ({ shades }) => {
  it('[LEG16] they rise in luminance, each at least 5 from the last for every kind of sight', () => {
    const of = colours();
    for (const [index, shade] of shades.slice(1).entries()) {
      const last = must(shades[index], 'a shade follows another');
      expect(luminance(of(shade))).toBeGreaterThan(luminance(of(last)));
      expect(apart(shade, last)).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(TIMES)('[LEG16] they are dark enough for labels by $time', ({ time, places }) => {
    const of = colours(places);
    const ratios = shades.map((shade) => contrast(of('--ink-strong'), of(shade)));
    // By night labels count as large text, which they are: at least 24 px and a wall’s scale.
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(time === 'day' ? 4.5 : 3);
  });
});

describe('a stale wall', () => {
  it('[LEG17] greys its inks and can still be read', () => {
    const stale = cssTokens(readFileSync('client/styles/wall.css', 'utf8'), [".wall[data-link='stale']"]);
    const greys = [...stale].filter(([token]) => token.startsWith('--ink'));
    expect(greys.length).toBeGreaterThan(0);
    const ratios = greys.map(([, hex]) => contrast(parseHex(hex), colours()('--ground')));
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5);
  });
});
