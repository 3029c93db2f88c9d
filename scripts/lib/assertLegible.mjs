import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strayTextTokens } from './cssTokens.mjs';
import { legibilityFaults } from './legibilityFaults.mjs';
import { at } from './root.mjs';
import { Stop } from './Stop.mjs';
import { isWallProfile } from './wallProfile.mjs';

/**
 * Stops where a wall of the folder cannot show the text tokens so that its farthest seat reads them: a build
 * that cannot be read is no build.
 *
 * @param {string} [folder] of profiles, data/walls where none is named
 * @param {string} [css] client/styles/tokens.css
 */
export function assertLegible(folder = at('data', 'walls'), css = tokensSheet()) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const faults = files.flatMap((name) =>
    profileFaults(readFileSync(join(folder, name), 'utf8'), css).map(
      (fault) => `data/walls/${name}: ${fault}`,
    ),
  );
  faults.push(...strayTextTokens(css).map((fault) => `client/styles/tokens.css: ${fault}`));
  if (faults.length > 0) throw new Stop(faults.join('\n'));
}

function tokensSheet() {
  return readFileSync(at('client', 'styles', 'tokens.css'), 'utf8');
}

/**
 * @param {string} text
 * @param {string} css
 * @returns {string[]}
 */
function profileFaults(text, css) {
  /** @type {string[]} */
  const faults = [];
  try {
    const profile = /** @type {unknown} */ (JSON.parse(text));
    const isWhole = isWallProfile(profile, (fault) => faults.push(fault));
    return isWhole ? legibilityFaults(profile, css) : faults;
  } catch (error) {
    if (error instanceof SyntaxError) return [`it is no JSON: ${error.message}.`];
    throw error;
  }
}
