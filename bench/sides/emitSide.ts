import { createServer } from 'node:http';
import { Server } from 'socket.io';
import type { Frame } from '../../shared/contract/sync.ts';
import { listen } from '../../server/listen.ts';
import { BoardHub } from '../data/BoardHub.ts';
import { rowsOfEvent } from '../data/busyRows.ts';
import { paced } from '../measure/paced.ts';
import { pause } from '../measure/pause.ts';
import { cpuMs } from '../process/cpuMs.ts';

const SETTLE_MS = 300;
const BEAT_MS = 1_000;
const ROOM = 'wall:city';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const live = io.of('/live');

/** Socket.IO by itself, set as the hub sets it: everybody is let in, nothing is checked, one `emit` to all. */
export const emitSide = {
  async start(): Promise<number> {
    live.on('connection', (socket) => {
      socket.on('sync:hello', (_hello: unknown, reply: (answer: object) => void) => {
        void socket.join(ROOM);
        reply({ bare: true });
      });
    });
    // The hub proves its life every second as well.
    setInterval(() => live.to(ROOM).emit('sync:beat', { seq: 1, hubTime: Date.now(), rate: 1 }), BEAT_MS);
    return listen(http, '127.0.0.1', 0);
  },
  /** Emits a finished frame of the hub's `count` times; returns milliseconds of processor time. */
  async frames(count: number, everyMs: number): Promise<number> {
    const frame = sampleFrame();
    const before = cpuMs();
    await paced(count, everyMs, () => live.to(ROOM).emit('sync:frame', frame));
    await pause(SETTLE_MS);
    return cpuMs() - before;
  },
  /** Emits each event by itself, as the rows it changes; returns milliseconds of processor time. */
  async events(count: number, everyMs: number): Promise<number> {
    const before = cpuMs();
    await paced(count, everyMs, (n) => {
      const changed = rowsOfEvent(n).map(({ table, row }) => [table, row]);
      live.to(ROOM).emit('sync:frame', { seq: n, changed });
    });
    await pause(SETTLE_MS);
    return cpuMs() - before;
  },
};

function sampleFrame(): Frame {
  const hub = new BoardHub();
  let sample: Frame = { seq: 0, tables: [] };
  hub.room('wall').onFrame((frame) => (sample = frame));
  hub.fullFrame();
  hub.flush();
  return sample;
}
