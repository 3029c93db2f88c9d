import { BASE, cssTokens, WIDE } from './cssTokens.mjs';
import { GLYPH_EM, minFontPx } from './minFontPx.mjs';

/** @typedef {import('./wallProfile.mjs').WallProfile} WallProfile */

/** Least angles in minutes of arc: notes, data, headline numbers. */
const NOTE_ARCMIN = 18;
const DATA_ARCMIN = 22;
const HEADLINE_ARCMIN = 30;
/** Below this many physical pixels the strokes of a dense Han glyph run together on LED. */
const LED_GLYPH_PX = 24;
/** The pages are drafted at this size; see --u in client/styles/tokens.css. */
const DRAFT = { width: 1920, height: 1080 };
const WIDE_FROM = 10 / 3;

/**
 * Every text token that cannot be read on a wall, as a sentence that names it and both sizes.
 *
 * @param {WallProfile} profile
 * @param {string} css client/styles/tokens.css
 * @returns {string[]}
 */
export function legibilityFaults(profile, css) {
  const width = profile.cols * profile.panelPx[0];
  const height = profile.rows * profile.panelPx[1];
  const unit = Math.min(width / DRAFT.width, height / DRAFT.height);
  const places = width / height >= WIDE_FROM ? [BASE, WIDE] : [BASE];
  return [...cssTokens(css, places)]
    .filter(([token]) => token.startsWith('--text-'))
    .flatMap(([token, value]) => tokenFaults(profile, unit, token, value));
}

/**
 * @param {WallProfile} profile
 * @param {number} unit physical pixels in one pixel of the draft
 * @param {string} token
 * @param {string} value
 */
function tokenFaults(profile, unit, token, value) {
  const [, size] = /^calc\((\d+(?:\.\d+)?) \* var\(--u\)\)$/.exec(value) ?? [];
  if (size === undefined) return [`${token} must be calc(<number> * var(--u)), not ${value}.`];
  const { distanceM, pitchMm, display } = profile;
  const px = Number(size) * unit;
  const arcmin = arcminOf(token);
  const least = minFontPx(distanceM, pitchMm, arcmin);
  const faults = [];
  if (px < least) {
    const asked = `${least.toFixed(1)} px for ${arcmin}′ from ${distanceM} m`;
    faults.push(`${token} is ${px.toFixed(1)} px there and must be at least ${asked}.`);
  }
  if (display === 'led' && px * GLYPH_EM < LED_GLYPH_PX) {
    const asked = `${(LED_GLYPH_PX / GLYPH_EM).toFixed(1)} px for glyphs of ${LED_GLYPH_PX} LED pixels`;
    faults.push(`${token} is ${px.toFixed(1)} px there and must be at least ${asked}.`);
  }
  return faults;
}

/** @param {string} token */
function arcminOf(token) {
  if (token.startsWith('--text-headline')) return HEADLINE_ARCMIN;
  return token === '--text-small' ? NOTE_ARCMIN : DATA_ARCMIN;
}
