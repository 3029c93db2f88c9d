import { pathToFileURL } from 'node:url';
import { at } from './lib/root.mjs';
import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

// `npm run backup|restore|verify|rebuild|accept-loss|screen|check-pack`: the name and its arguments go on to the one operations program.
await stopping(async () => {
  await setUp();
  await import(pathToFileURL(at('dist/server/ops/cli.js')).href);
});
