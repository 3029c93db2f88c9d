import { pathToFileURL } from 'node:url';
import { at } from './lib/root.mjs';
import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

// The hub runs in this very process: one Ctrl-C reaches it once, and killing the process kills the hub.
await stopping(async () => {
  await setUp();
  process.env.NODE_ENV ??= 'production';
  await import(pathToFileURL(at('dist/server/main.js')).href);
});
