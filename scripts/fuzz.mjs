import { parseArgs } from 'node:util';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm run fuzz -- --seeds 10000 --from 1 --steps 2000`: the fuzz tests over more seeds than `npm test` takes.
await stopping(async () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      steps: { type: 'string', default: '2000' },
    },
  });
  await setUp();
  const { code } = await runNode(at('node_modules/vitest/vitest.mjs'), ['run', 'tests/fuzz'], {
    env: { FUZZ_SEEDS: values.seeds, FUZZ_FROM: values.from, FUZZ_STEPS: values.steps },
  });
  process.exitCode = code;
});
