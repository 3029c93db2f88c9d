/** Where the blocks of client/styles/tokens.css stand. */
export const BASE = ':root';
export const WIDE = '@media (min-aspect-ratio: 10/3) :root';
export const NIGHT = ':root[data-night]';
/** What one pixel of the 1920 × 1080 draft is. */
const UNIT = 'min(100vw / 1920, 100vh / 1080)';

/**
 * Declarations of a style sheet of tokens that a check of its two layouts would pass over: another scale, and a text
 * token anywhere but in the blocks of the layouts (a language, a time of day, a third aspect).
 *
 * @param {string} css
 * @returns {string[]} a sentence each
 */
export function strayTextTokens(css) {
  return declarations(css).flatMap(({ place, name, value }) => {
    if (name === '--u')
      return place === BASE && value === UNIT ? [] : [`--u must be ${UNIT} in ${BASE} alone.`];
    if (!name.startsWith('--text-') || place === BASE || place === WIDE) return [];
    return [`${name} stands in ${place}, where no wall is judged by it.`];
  });
}

/**
 * The custom properties that some blocks of a style sheet declare, a later block over an earlier one. It reads
 * what the house writes: rules, at most one at-rule around them, no braces inside of values.
 *
 * @param {string} css
 * @param {readonly string[]} places selectors of rules, behind their at-rule where they stand in one
 * @returns {ReadonlyMap<string, string>} from `--name` to its value as written
 */
export function cssTokens(css, places) {
  return new Map(
    declarations(css)
      .filter(({ place }) => places.includes(place))
      .map(({ name, value }) => [name, value]),
  );
}

/**
 * @param {string} css
 * @returns {{ place: string, name: string, value: string }[]} in the order of the sheet
 */
function declarations(css) {
  const found = [];
  /** @type {string[]} */
  const around = [];
  for (const [, words = '', sign] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{};]*)([{};])/g)) {
    const text = words.trim().replace(/\s+/g, ' ');
    if (sign === '{') around.push(text);
    else if (text.startsWith('--')) {
      const colon = text.indexOf(':');
      const [name, value] = [text.slice(0, colon), text.slice(colon + 1).trim()];
      found.push({ place: around.join(' '), name, value });
    }
    if (sign === '}') around.pop();
  }
  return found;
}
