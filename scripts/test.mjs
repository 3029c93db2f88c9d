import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm test [-- vitest arguments]`: set up, run every project, end with `N passed, N failed, N skipped`.
const counts = { passed: 0, failed: 1, skipped: 0 };
await stopping(async () => {
  await setUp();
  Object.assign(counts, await runTests(await ensureBrowser()));
});
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** @param {string} browser */
async function runTests(browser) {
  const folder = mkdtempSync(join(tmpdir(), 'whistleboard-test-'));
  const file = join(folder, 'counts.json');
  const reporters = ['--reporter=default', `--reporter=${at('scripts/lib/CountReporter.mjs')}`];
  const { code } = await runNode(
    at('node_modules/vitest/vitest.mjs'),
    ['run', ...reporters, ...process.argv.slice(2)],
    { env: { CHROME_PATH: browser, TEST_COUNTS: file } },
  );
  const told = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true });
  // Whatever made vitest fail without a failing test must still show in the last line.
  return code !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}
