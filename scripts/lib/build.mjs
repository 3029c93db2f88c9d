import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { assertLegible } from './assertLegible.mjs';
import { packFiles } from './packFiles.mjs';
import { at } from './root.mjs';
import { runNode, tail } from './run.mjs';
import { filesBelow, sourceHash } from './sourceHash.mjs';
import { Stop } from './Stop.mjs';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} sources what its output depends on
 * @property {() => Promise<void>} build leaves the last good output in place where it fails
 */

const COMMON = ['package.json', 'package-lock.json', 'tsconfig.json', 'shared'];

/** @type {readonly Part[]} */
const PARTS = [
  { name: 'server', sources: [...COMMON, 'tsconfig.server.json', 'server'], build: buildServer },
  {
    name: 'client',
    sources: [
      ...COMMON,
      'tsconfig.client.json',
      'vite.config.ts',
      'svelte.config.js',
      'client',
      'data',
      'scripts/lib/packFiles.mjs',
    ],
    build: buildClient,
  },
];

/** Builds `dist/server`, `dist/shared` and `dist/client` where their sources changed since they were built. */
export async function ensureBuilt() {
  for (const { name, sources, build } of PARTS) {
    const wanted = sourceHash(sources);
    const stamp = at('dist', `.${name}.sources`);
    const isFresh =
      existsSync(at('dist', name)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
    if (isFresh) continue;
    process.stdout.write(`Building the ${name} …\n`);
    await build();
    writeFileSync(stamp, wanted);
  }
}

async function buildServer() {
  const tsc = at('node_modules/typescript/bin/tsc');
  await compile('server', tsc, ['-p', 'tsconfig.server.json', '--noEmitOnError']);
  // A file whose source is gone must not live on: migrations, for one, are found by listing a folder.
  for (const made of [...filesBelow('dist/server'), ...filesBelow('dist/shared')]) {
    const source = made.replace(/^dist\//, '').replace(/\.map$/, '');
    if (!existsSync(at(source)) && !existsSync(at(source.replace(/\.js$/, '.ts')))) rmSync(at(made));
  }
}

/** Built aside and moved into place whole, so that a hub never serves a page whose scripts are gone. */
async function buildClient() {
  assertLegible();
  const aside = at('dist', `.client-${process.pid}`);
  mkdirSync(aside, { recursive: true });
  try {
    const vite = at('node_modules/vite/bin/vite.js');
    await compile('client', vite, ['build', '--outDir', aside, '--emptyOutDir', '--logLevel', 'warn']);
    packFiles(aside);
    rmSync(at('dist/client'), { recursive: true, force: true });
    renameSync(aside, at('dist/client'));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @param {string} program
 * @param {readonly string[]} args
 */
async function compile(name, program, args) {
  const { code, output } = await runNode(program, args, { quiet: true });
  if (code !== 0) throw new Stop(`${tail(output)}\nThe ${name} could not be built: its errors stand above.`);
}
