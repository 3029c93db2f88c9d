import { readFileSync } from 'node:fs';
import { at } from './root.mjs';
import { Stop } from './Stop.mjs';

/** Stops where this Node is older than `engines` in package.json allows. */
export function assertNodeVersion() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const needed = engines.node.replace(/^>=/, '');
  if (isOlder(process.versions.node, needed)) {
    throw new Stop(
      `Node ${needed} or newer is needed, this is ${process.versions.node}: see https://nodejs.org`,
    );
  }
}

/**
 * Whether a dotted version stands before another.
 *
 * @param {string} version
 * @param {string} than
 */
export function isOlder(version, than) {
  const a = version.split('.').map(Number);
  const b = than.split('.').map(Number);
  for (let i = 0; i < b.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
