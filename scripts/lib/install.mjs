import { existsSync, readFileSync } from 'node:fs';
import { at } from './root.mjs';
import { run, runNode, tail } from './run.mjs';
import { Stop } from './Stop.mjs';

/**
 * Installs the packages that package-lock.json asks for where they are missing or of another version, and
 * rebuilds the native one where it was made for another Node. Does nothing when all is in place (about 0.1 s).
 */
export async function ensureInstalled() {
  if (!isInstalled()) {
    process.stdout.write('Installing packages (up to three minutes where SQLite must be compiled) …\n');
    const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      quiet: true,
    });
    if (code !== 0) throw new Stop(`${tail(output)}\n${reasonOf(output)}`);
  }
  if (!(await storeLoads())) {
    process.stdout.write('Rebuilding SQLite for this Node (about two minutes) …\n');
    const { code, output } = await run('npm', ['rebuild', 'better-sqlite3', '--loglevel=error'], {
      quiet: true,
    });
    if (code !== 0 || !(await storeLoads())) throw new Stop(`${tail(output)}\n${reasonOf(output)}`);
  }
}

/**
 * Whether every package that the lock file asks of every machine is there. npm keeps a lock file of what it
 * really installed; packages for other platforms are optional and rightly missing from it.
 */
function isInstalled() {
  const done = at('node_modules', '.package-lock.json');
  if (!existsSync(done)) return false;
  const installed = JSON.parse(readFileSync(done, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.keys(wanted).every(
    (path) =>
      path === '' ||
      wanted[path].optional ||
      (installed[path]?.version === wanted[path].version && existsSync(at(path))),
  );
}

/** Tried in a process of its own: a native module made for another Node may take its process down with it. */
async function storeLoads() {
  const open = "new (require('better-sqlite3'))(':memory:').close()";
  return (await runNode('-e', [open], { quiet: true })).code === 0;
}

/**
 * One sentence that names why npm failed.
 *
 * @param {string} output
 */
export function reasonOf(output) {
  if (/gyp ERR!/.test(output)) {
    return 'better-sqlite3 has no ready-made module for this machine and could not be compiled: install python3, make and a C++ compiler (Debian: apt-get install python3 make g++), then try again.';
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH/.test(output)) {
    return 'The npm registry cannot be reached: packages are installed once, over the network (or through `npm config set registry`).';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: the packages need about 600 MB.';
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'This folder cannot be written: packages are installed into node_modules.';
  return 'Packages could not be installed: npm tells why above.';
}
