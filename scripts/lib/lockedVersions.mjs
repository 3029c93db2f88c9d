import { isOlder } from './nodeVersion.mjs';

/** Least versions of packages that others pull in: below them a single packet can stop or drain the hub. */
const FLOORS = [
  { name: 'socket.io-parser', version: '4.2.6', since: 'CVE-2026-33151' },
  { name: 'engine.io', version: '6.6.9', since: 'CVE-2026-48779' },
  { name: 'ws', version: '8.21.0', since: 'CVE-2026-48779' },
];

/**
 * Every copy that is below its floor, as sentences.
 *
 * @param {Readonly<Record<string, { version: string }>>} packages as package-lock.json names them, by path
 */
export function lockedVersionFaults(packages) {
  return FLOORS.flatMap(({ name, version: floor, since }) => {
    const copies = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    if (copies.length === 0)
      return [`package-lock.json holds no ${name}: take it off the list in lockedVersions.mjs`];
    return copies
      .filter(([, { version }]) => isOlder(version, floor))
      .map(
        ([path, { version }]) =>
          `${path} is ${version}: ${since} asks for ${floor}, run \`npm update ${name}\``,
      );
  });
}
