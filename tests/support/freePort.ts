import { once } from 'node:events';
import { createServer } from 'node:net';
import { SeededRandom } from './seededRandom.ts';

/** Below the kernel's own range, so that no connection of a test can come to hold it while a hub is down. */
const FROM = 20_000;
const TO = 30_000;

/** A port for a hub that is started again and again in the same place. */
export async function freePort(): Promise<number> {
  const random = new SeededRandom(process.pid);
  for (;;) {
    const port = FROM + random.below(TO - FROM);
    const server = createServer();
    const outcome = Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]);
    server.listen(port, '127.0.0.1');
    if (!(await outcome)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
