/** Where the blocks of client/styles/tokens.css stand. */
export const BASE = ':root';
export const WIDE = '@media (min-aspect-ratio: 5/2) :root';
export const NIGHT = ':root[data-night]';

/**
 * The custom properties that some blocks of a style sheet declare, a later block over an earlier one. It reads
 * what the house writes: rules, at most one at-rule around them, no braces inside of values.
 *
 * @param {string} css
 * @param {readonly string[]} places selectors of rules, behind their at-rule where they stand in one
 * @returns {ReadonlyMap<string, string>} from `--name` to its value as written
 */
export function cssTokens(css, places) {
  /** @type {Map<string, string>} */
  const tokens = new Map();
  /** @type {string[]} */
  const around = [];
  for (const [, words = '', sign] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{};]*)([{};])/g)) {
    const text = words.trim().replace(/\s+/g, ' ');
    if (sign === '{') around.push(text);
    else if (text.startsWith('--') && places.includes(around.join(' '))) {
      const colon = text.indexOf(':');
      tokens.set(text.slice(0, colon), text.slice(colon + 1).trim());
    }
    if (sign === '}') around.pop();
  }
  return tokens;
}
