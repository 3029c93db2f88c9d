import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { subjectFault } from '../../scripts/lib/commitSubjects.mjs';
import { reasonOf } from '../../scripts/lib/install.mjs';
import { lockedVersionFaults } from '../../scripts/lib/lockedVersions.mjs';
import { isOlder } from '../../scripts/lib/nodeVersion.mjs';

describe('commit subjects', () => {
  it.each([
    ['feat(hub): decide groups on an overlay', true],
    ['fix: refuse a second registration', true],
    ['feat(hub)!: drop frames of version 0', true],
    ['Feat(hub): capital type', false],
    ['feat(hub) no colon', false],
    ['feat(hub): ends with a full stop.', false],
    ['update things', false],
    [`feat(hub): ${'x'.repeat(62)}`, false],
    [`feat(hub): ${'x'.repeat(61)}`, true],
  ])('[HSE7] %j may stand: %s', (subject, may) => {
    expect(subjectFault(subject) === undefined).toBe(may);
  });
});

describe('locked versions', () => {
  it('[HSE8] compares numbers, not texts', () => {
    expect(isOlder('8.9.0', '8.21.0')).toBe(true);
    expect(isOlder('8.21.0', '8.21.0')).toBe(false);
    expect(isOlder('4.2.10', '4.2.6')).toBe(false);
    expect(isOlder('20.19.0-rc.1', '20.19.0')).toBe(false);
  });

  it('[HSE8] finds no copy below its floor in this lock file, and finds one where there is one', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    expect(lockedVersionFaults(packages)).toEqual([]);
    const nested = { ...packages, 'node_modules/engine.io-client/node_modules/ws': { version: '8.20.9' } };
    expect(lockedVersionFaults(nested)).toHaveLength(1);
  });
});

describe('setting up', () => {
  it.each([
    ['gyp ERR! not found: make\nnpm error network', 'C++ compiler'],
    ['npm error code ENOTFOUND', 'registry cannot be reached'],
    ['npm error ENOSPC: no space left', 'disk is full'],
    ['npm error EACCES: permission denied', 'cannot be written'],
    ['npm error anything else', 'npm tells why'],
  ])('[HSE10] of %j says %s', (output, sentence) => {
    expect(reasonOf(output)).toContain(sentence);
  });

  it('[HSE10] an old Node is told in one sentence, before anything is installed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'whistleboard-node-'));
    const code = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' });`;
    writeFileSync(join(folder, 'old.cjs'), code);
    const started = spawnSync(process.execPath, ['--require', join(folder, 'old.cjs'), 'scripts/start.mjs'], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(started.status).toBe(1);
    expect(started.stderr.trim()).toMatch(/^Node 20\.19\.0 or newer is needed, this is 18\.20\.0: .*$/);
    expect(started.stdout).toBe('');
  });
});

describe('counting', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whistleboard-counts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('[HSE9] passed, failed and skipped tests are counted, and a file that cannot be loaded is a failure', () => {
    const api = "import { describe, expect, it } from 'vitest';\n";
    writeFileSync(
      join(folder, 'a.test.js'),
      `${api}it('1', () => {}); it('2', () => expect(1).toBe(2)); it.skip('3', () => {}); it.todo('4');`,
    );
    writeFileSync(join(folder, 'b.test.js'), "import './nowhere.js';");
    writeFileSync(
      join(folder, 'c.test.js'),
      `${api}it('5', () => { setImmediate(() => { throw new Error('late'); }); });`,
    );
    writeFileSync(join(folder, 'vitest.config.js'), 'export default {};');
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const counts = join(folder, 'counts.json');
    const vitest = resolve('node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--root', folder, `--reporter=${resolve('scripts/lib/CountReporter.mjs')}`];
    spawnSync(process.execPath, args, { env: { ...process.env, TEST_COUNTS: counts } });
    expect(JSON.parse(readFileSync(counts, 'utf8'))).toEqual({ passed: 2, failed: 3, skipped: 2 });
  }, 60_000);

  it('[HSE9] CI’s script is a script that bash can read', () => {
    expect(() => execFileSync('bash', ['-n', '.ci/run'])).not.toThrow();
  });
});
