import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { Access, hashKey } from '../../server/http/access/Access.ts';
import { Origins } from '../../server/http/access/Origins.ts';
import { DEFAULT_LIMITS } from '../../server/http/limits.ts';
import { listen } from '../../server/listen.ts';
import { attachSockets } from '../../server/sockets/attachSockets.ts';
import { BoardHub } from '../data/BoardHub.ts';
import { paced } from '../measure/paced.ts';
import { pause } from '../measure/pause.ts';
import { cpuMs } from '../process/cpuMs.ts';

/** Frames that were handed over may still be on their way; their cost belongs to the round. */
const SETTLE_MS = 300;
/** How often events come in: a lane brings them in groups as well. */
const GROUP_MS = 8;

const hub = new BoardHub();

/** The hub's own tables, rooms and sockets; what moves the tables is made up. */
export const castSide = {
  async start(key: string, compressOnce: boolean): Promise<number> {
    const http = createServer();
    attachSockets(http, {
      hub,
      access: new Access({
        keys: [{ actor: { role: 'integration', id: 'bench' }, hash: hashKey(key) }],
        failuresPerMinute: 100,
        monotonic: () => hub.clock.monotonic(),
      }),
      origins: new Origins([]),
      limits: DEFAULT_LIMITS,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      registry: new Registry(),
      compressOnce,
    });
    hub.fullFrame();
    hub.flush();
    return listen(http, '127.0.0.1', 0);
  },
  /** Sends `count` full frames; returns milliseconds of processor time until the last byte is out. */
  async frames(count: number, everyMs: number): Promise<number> {
    const before = cpuMs();
    let filling = 0;
    await paced(count, everyMs, () => {
      // What changes the rows is another's work, and is left out; making the frame of them is not.
      const filledFrom = cpuMs();
      hub.fullFrame();
      filling += cpuMs() - filledFrom;
      hub.flush();
    });
    await pause(SETTLE_MS);
    return cpuMs() - before - filling;
  },
  /** Lets events change the tables for a while, sent by the hub's own tick; milliseconds of processor time. */
  async stream(eventsPerSecond: number, seconds: number): Promise<number> {
    const before = cpuMs();
    const first = hub.seq;
    await paced((seconds * 1_000) / GROUP_MS, GROUP_MS, (n) => {
      const due = first + Math.round(((n + 1) * GROUP_MS * eventsPerSecond) / 1_000);
      while (hub.seq < due) hub.event();
      hub.touch();
    });
    await pause(SETTLE_MS);
    return cpuMs() - before;
  },
};
