import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { commitSubjectFaults } from './lib/commitSubjects.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { lockedVersionFaults } from './lib/lockedVersions.mjs';
import { assertNodeVersion } from './lib/nodeVersion.mjs';
import { at } from './lib/root.mjs';
import { runNode, tail } from './lib/run.mjs';
import { stopping } from './lib/Stop.mjs';

/**
 * @typedef {{ ok: boolean, output: string, note?: string }} Outcome
 * @typedef {{ name: string, run: () => Promise<Outcome> }} Step
 */

/** @type {readonly Step[]} */
const STEPS = [
  tool('prettier', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  tool('types', 'typescript/bin/tsc', '-p', 'tsconfig.json'),
  tool(
    'svelte-check',
    'svelte-check/bin/svelte-check',
    '--tsconfig',
    'tsconfig.client.json',
    '--fail-on-warnings',
  ),
  tool('eslint', 'eslint/bin/eslint.js', '.', '--max-warnings=0'),
  tool('imports', 'dependency-cruiser/bin/dependency-cruise.mjs', ...CRUISED(), '--output-type=err-long'),
  tool('unused', 'knip/bin/knip.js', '--no-progress'),
  {
    name: 'locked versions',
    run: async () =>
      told(lockedVersionFaults(JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages)),
  },
  { name: 'commit subjects', run: async () => told(await commitSubjectFaults()) },
];

// `npm run check [names…]`: every rule of the house that needs no running program. All steps run, so that
// one look shows everything that is wrong.
await stopping(async () => {
  assertNodeVersion();
  await ensureInstalled();
  const names = process.argv.slice(2);
  let failed = 0;
  for (const step of STEPS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const from = performance.now();
    const { ok, output, note } = await step.run();
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${step.name} (${note ?? `${seconds} s`})\n`);
    if (!ok) process.stdout.write(`${output}\n`);
    if (!ok) failed++;
  }
  if (failed > 0) process.exitCode = 1;
});

/** The folders whose imports are judged. */
function CRUISED() {
  return ['shared', 'server', 'client', 'tests', 'bench', 'scripts'];
}

/**
 * @param {string} name
 * @param {string} file
 * @param {...string} args
 * @returns {Step}
 */
function tool(name, file, ...args) {
  return {
    name,
    run: async () => {
      const { code, output } = await runNode(at('node_modules', file), args, { quiet: true });
      return { ok: code === 0, output: output.trimEnd() };
    },
  };
}

/**
 * @param {readonly string[] | undefined} faults undefined where there was nothing to judge
 * @returns {Outcome}
 */
function told(faults) {
  if (faults === undefined) return { ok: true, output: '', note: 'skipped: no git history here' };
  return { ok: faults.length === 0, output: tail(faults.join('\n')) };
}
