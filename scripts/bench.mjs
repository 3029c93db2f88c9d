import { ensureBrowser } from './lib/browser.mjs';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';
import { Stop, stopping } from './lib/Stop.mjs';

// `npm run bench [names…]`: compiled like the hub, so that what is measured is what ships.
await stopping(async () => {
  await setUp();
  const compiled = await runNode(at('node_modules/typescript/bin/tsc'), ['-p', 'tsconfig.bench.json']);
  if (compiled.code !== 0) throw new Stop('The benchmarks could not be compiled: their errors stand above.');
  const { code } = await runNode(at('dist/bench/run.js'), process.argv.slice(2), {
    env: { CHROME_PATH: await ensureBrowser() },
  });
  process.exitCode = code;
});
