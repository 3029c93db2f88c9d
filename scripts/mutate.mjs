import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { assertNodeVersion } from './lib/nodeVersion.mjs';
import { at } from './lib/root.mjs';
import { filesBelow } from './lib/sourceHash.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm run mutate -- --sources shared/domain --tests tests/shared --limit 60`: makes small faults in a copy of
// the tree, one at a time. A fault that no test notices is a rule that is missing from docs/spec.md.
await stopping(async () => {
  const { values } = parseArgs({
    options: {
      sources: { type: 'string', default: 'shared' },
      tests: { type: 'string', default: 'tests/shared' },
      limit: { type: 'string', default: '60' },
    },
  });
  assertNodeVersion();
  await ensureInstalled();
  const { mutantsOf } = await import('./lib/mutants.mjs');
  const all = filesBelow(values.sources)
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => mutantsOf(readFileSync(at(path), 'utf8')).map((mutant) => ({ path, ...mutant })));
  const every = Math.max(1, all.length / Number(values.limit));
  const chosen = all.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
  const tree = copyTree();
  let survivors = 0;
  for (const { path, start, end, text, line } of chosen) {
    const source = readFileSync(at(path), 'utf8');
    writeFileSync(join(tree, path), source.slice(0, start) + text + source.slice(end));
    if (passes(tree, values.tests)) {
      survivors++;
      process.stdout.write(`survived: ${path}:${line} ${source.slice(start, end)} → ${text}\n`);
    }
    writeFileSync(join(tree, path), source);
  }
  rmSync(tree, { recursive: true });
  process.stdout.write(`${chosen.length} faults of ${all.length} made, ${survivors} survived\n`);
  process.exitCode = survivors === 0 ? 0 : 1;
});

function copyTree() {
  const tree = mkdtempSync(join(tmpdir(), 'whistleboard-mutants-'));
  for (const path of [
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'shared',
    'server',
    'tests',
    'data',
    'scripts',
  ]) {
    cpSync(at(path), join(tree, path), { recursive: true });
  }
  symlinkSync(at('node_modules'), join(tree, 'node_modules'));
  return tree;
}

/**
 * @param {string} tree
 * @param {string} tests
 */
function passes(tree, tests) {
  const vitest = at('node_modules/vitest/vitest.mjs');
  const args = ['run', '--project', 'node', '--bail=1', '--no-isolate', '--pool=threads', tests];
  return (
    spawnSync(process.execPath, [vitest, ...args], { cwd: tree, stdio: 'ignore', timeout: 120_000 })
      .status === 0
  );
}
