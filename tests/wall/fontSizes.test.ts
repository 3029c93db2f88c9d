import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BASE, cssTokens } from '../../scripts/lib/cssTokens.mjs';

/** Where what a wall shows is made; tokens.css itself is judged by the profiles. */
const ROOMS = ['client/wall', 'client/ui', 'client/map', 'client/charts'];
const FILES = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
)
  .filter((path) => /\.(svelte|ts|css)$/.test(path))
  .concat('client/styles/wall.css');

const TOKENS = [...cssTokens(readFileSync('client/styles/tokens.css', 'utf8'), [BASE]).keys()]
  .filter((token) => token.startsWith('--text-'))
  .join('|');

/** Each way to write a size, with what of it is a size, and what that must look like. */
const WAYS = [
  {
    written: /\bfont-size(?::|=["'{]*)([^;"'}]+)/g,
    told: new RegExp(`^(inherit|var\\((${TOKENS}|--mark)\\))$`),
  },
  {
    written: /(?<![\w-])font:([^;"'}]+)/g,
    told: new RegExp(`^inherit$|^[^/]*\\bvar\\((${TOKENS})\\)`),
  },
  // A canvas takes numbers: they must come from elsewhere as they are.
  { written: /\bfontSize:([^,}]+)/g, told: /^[a-zA-Z.]+$/ },
  { written: /\.(?:font|fontSize)\s*=(?!=)([^;]+)/g, told: /^$/ },
  { written: /(?<![\w-])(zoom|text-size-adjust):/g, told: /^$/ },
  // A token made anew in a component would escape the profiles.
  { written: /(--(?:text-[a-z-]+|mark)\s*[:=][^;}]*)/g, told: /^$/ },
];

/** Each size of a font that does not come from a token, as `line: what is written`. */
function untoldSizes(source: string): readonly string[] {
  return WAYS.flatMap(({ written, told }) =>
    [...source.matchAll(written)]
      .filter(([, size = '']) => !told.test(size.trim()))
      .map(({ 0: text, index }) => `${source.slice(0, index).split('\n').length}: ${text.trim()}`),
  );
}

describe('font sizes on the wall', () => {
  it.each(FILES)('[LEG7] %s takes every one from a token', (file) => {
    const untold = untoldSizes(readFileSync(file, 'utf8'));
    expect(untold, 'use a --text-… token, --mark for a shape, or inherit').toEqual([]);
  });

  it.each([
    'font-size: calc(20 * var(--u));',
    'font-size: 0.7em;',
    'font-size: calc(var(--text-headline) * 0.7);',
    '  font: 500 26px / 1.3 var(--words);',
    '--text-figure: calc(24 * var(--u));',
    'font:\n    500 26px/1.3 system-ui,\n    sans-serif;',
    '<i style:--text-figure="20px">',
    "<i style:font-size='20px'>",
    '<i style:font-size="{size}px">',
    '<i style="font-size: 12px">',
    'const axis = { fontSize: 22 * size };',
    'const axis = { fontSize: look.textPx * HALF };',
    'context.font = `${look.textPx}px Barlow`;',
    'element.style.fontSize = size;',
    'font-size: var(--text-nope);',
    'font: 500 var(--text-nope) / 1.3 var(--words);',
    'zoom: 0.5;',
  ])('[LEG7] %s is no token', (line) => {
    expect(untoldSizes(line)).toHaveLength(1);
  });

  it.each([
    'font-size: var(--text-small);',
    'font-size: var(--mark);',
    'font: inherit;',
    'font-size: inherit;',
    'font: 500 var(--text-body) / 1.3 var(--words);',
    'const axis = { fontSize: look.textPx, color };',
    'font-family: var(--figures);',
  ])('[LEG7] %s is one', (line) => {
    expect(untoldSizes(line)).toEqual([]);
  });
});
