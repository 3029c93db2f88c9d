import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser.mjs';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm run soak -- --speed 10`: the four hours of storm that `npm test` hurries through, at so many times their speed;
// at the default in about 26 minutes, which is ten times as many events.
await stopping(async () => {
  const { values } = parseArgs({ options: { speed: { type: 'string', default: '10' } } });
  await setUp();
  const { code } = await runNode(
    at('node_modules/vitest/vitest.mjs'),
    ['run', '--project', 'e2e', '--reporter=verbose', 'tests/soak/storm.test.ts'],
    { env: { CHROME_PATH: await ensureBrowser(), SOAK_SPEED: values.speed } },
  );
  process.exitCode = code;
});
