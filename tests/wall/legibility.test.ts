import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertLegible } from '../../scripts/lib/assertLegible.mjs';
import { BASE, cssTokens, WIDE } from '../../scripts/lib/cssTokens.mjs';
import { legibilityFaults } from '../../scripts/lib/legibilityFaults.mjs';
import { minFontPx } from '../../scripts/lib/minFontPx.mjs';
import type { WallProfile } from '../../scripts/lib/wallProfile.mjs';
import { tempDir } from '../support/tempDir.ts';

const PROFILE: WallProfile = {
  display: 'lcd',
  distanceM: 5,
  pitchMm: 0.63,
  cols: 4,
  rows: 2,
  panelPx: [1920, 1080],
};

/** Millimetres of a glyph, where a pixel is a millimetre wide: what a table of heights tells. */
const glyphMm = (distanceM: number, arcmin: number) => minFontPx(distanceM, 1, arcmin) * 0.9;

describe('the least font size', () => {
  it.each([
    { distanceM: 3, heights: [14, 19, 26] },
    { distanceM: 5, heights: [23, 32, 44] },
    { distanceM: 8, heights: [37, 51, 70] },
    { distanceM: 12, heights: [56, 77, 105] },
  ])('[LEG1] from $distanceM m glyphs of 16′, 22′ and 30′ are $heights mm high', ({ distanceM, heights }) => {
    expect([16, 22, 30].map((arcmin) => Math.round(glyphMm(distanceM, arcmin)))).toEqual(heights);
  });

  it.each([
    { distanceM: 3, glyphs: [21, 15, 13, 8, 30] },
    { distanceM: 5, glyphs: [36, 26, 21, 13, 51] },
    { distanceM: 8, glyphs: [57, 41, 34, 20, 81] },
    { distanceM: 12, glyphs: [85, 61, 51, 31, 122] },
  ])('[LEG1] from $distanceM m a glyph of 22′ has $glyphs px by pitch', ({ distanceM, glyphs }) => {
    const pitches = [0.9, 1.25, 1.5, 2.5, 0.63];
    const px = pitches.map((pitchMm) => minFontPx(distanceM, pitchMm, 22) * 0.9);
    // The published figures are of glyphs, not of fonts, and are rounded one way or the other.
    for (const [place, told] of glyphs.entries()) expect(Math.abs((px[place] ?? 0) - told)).toBeLessThan(1);
  });

  it('[LEG1] a font is a glyph and a ninth', () => {
    expect(minFontPx(5, 1.25, 22)).toBeCloseTo(28.44, 2);
  });
});

describe('the profiles of walls', () => {
  it('[LEG2] every one of them can be read', () => {
    expect(() => assertLegible()).not.toThrow();
  });

  it('[LEG2] the common walls are among them', () => {
    const sizes = readdirSync('data/walls')
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join('data/walls', name), 'utf8')) as WallProfile)
      .map(({ cols, rows, panelPx: [width, height] }) => `${cols * width}×${rows * height}`);
    const common = ['1920×1080', '3840×1080', '3840×2160', '5760×2160', '7680×2160', '11520×3240'];
    expect(common.filter((size) => !sizes.includes(size))).toEqual([]);
  });

  it('[LEG2] one seat too far stops the build with one sentence that names wall and token', () => {
    const folder = join(tempDir(), 'walls');
    mkdirSync(folder);
    writeFileSync(join(folder, 'hall.json'), JSON.stringify({ ...PROFILE, distanceM: 5.5 }));
    expect(() => assertLegible(folder)).toThrow(
      /^data\/walls\/hall\.json: --text-body is 60\.0 px there and must be at least 62\.1 px for 22′ from 5\.5 m\.$/,
    );
  });

  it.each([
    ['pitchMm', 0],
    ['distanceM', '5'],
    ['cols', 1.5],
    ['panelPx', [1920]],
    ['display', 'oled'],
    ['colour', 'red'],
  ])('[LEG3] a profile whose %s is %j stops the build and is told by its field', (field, value) => {
    const folder = tempDir();
    writeFileSync(join(folder, 'odd.json'), JSON.stringify({ ...PROFILE, [field]: value }));
    expect(() => assertLegible(folder)).toThrow(
      new RegExp(`^data/walls/odd\\.json: field ${field} [^\n]+\\.$`),
    );
  });

  it('[LEG3] a profile that is no JSON stops the build', () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'odd.json'), '{');
    expect(() => assertLegible(folder)).toThrow(/^data\/walls\/odd\.json: it is no JSON/);
  });
});

describe('the text tokens on a wall', () => {
  const sheet = (token: string, size: number) => `:root { ${token}: calc(${size} * var(--u)); }`;
  const tokensTooSmall = (profile: WallProfile, css: string) =>
    legibilityFaults(profile, css).map((fault) => fault.split(' ')[0]);

  it.each([
    ['--text-small', 18],
    ['--text-body', 22],
    ['--text-anything', 22],
    ['--text-headline', 30],
    ['--text-headline-long', 30],
  ])('[LEG4] %s must be seen under %i′', (token, arcmin) => {
    const least = minFontPx(PROFILE.distanceM, PROFILE.pitchMm, arcmin) / 2;
    expect(tokensTooSmall(PROFILE, sheet(token, Number((least + 0.01).toFixed(2))))).toEqual([]);
    expect(tokensTooSmall(PROFILE, sheet(token, Number((least - 0.01).toFixed(2))))).toEqual([token]);
  });

  it('[LEG5] a glyph has at least 24 physical pixels on LED, and only there', () => {
    const near: WallProfile = { ...PROFILE, distanceM: 1, cols: 1, rows: 1 };
    expect(legibilityFaults({ ...near, display: 'led' }, sheet('--text-body', 26.6))).toHaveLength(1);
    expect(legibilityFaults({ ...near, display: 'led' }, sheet('--text-body', 26.7))).toEqual([]);
    expect(legibilityFaults(near, sheet('--text-body', 26.6))).toEqual([]);
  });

  it('[LEG6] a wide wall is judged by the wide layout, and the narrower side sets the scale', () => {
    const css = `${sheet('--text-body', 1)} @media (min-aspect-ratio: 10/3) { ${sheet('--text-body', 40)} }`;
    expect(legibilityFaults({ ...PROFILE, cols: 4 }, css)).toEqual([]);
    expect(legibilityFaults({ ...PROFILE, cols: 3 }, css)).toHaveLength(1);
    expect(legibilityFaults({ ...PROFILE, cols: 4, rows: 1 }, css)[0]).toContain('is 40.0 px there');
  });

  it('[LEG6] a size that does not grow with the wall is a fault', () => {
    expect(legibilityFaults(PROFILE, ':root { --text-body: 400px; }')).toHaveLength(1);
  });

  it.each([
    [
      '@media (min-aspect-ratio: 3/1) { :root { --text-body: calc(10 * var(--u)); } }',
      /--text-body stands in @media/,
    ],
    [':root[data-night] { --text-small: calc(9 * var(--u)); }', /--text-small stands in :root\[data-night\]/],
    [':root { --u: min(50vw / 1920, 50vh / 1080); }', /--u must be /],
  ])('[LEG6] %s escapes no wall', (more, fault) => {
    const css = readFileSync('client/styles/tokens.css', 'utf8');
    expect(() => assertLegible('data/walls', css)).not.toThrow();
    expect(() => assertLegible('data/walls', `${css}\n${more}`)).toThrow(fault);
  });

  it('[LEG6] both layouts have every text token', () => {
    const css = readFileSync('client/styles/tokens.css', 'utf8');
    const textTokens = (place: string) =>
      [...cssTokens(css, [place]).keys()].filter((token) => token.startsWith('--text-'));
    expect(textTokens(BASE).length).toBeGreaterThanOrEqual(5);
    expect(textTokens(WIDE)).toEqual(textTokens(BASE));
  });
});
