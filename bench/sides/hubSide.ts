import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { LiveTable } from '../../server/hub/LiveTable.ts';
import type { Log } from '../../server/Log.ts';
import { readConfig } from '../../server/config.ts';
import { startHub } from '../../server/startHub.ts';
import { LongestTurn } from '../measure/LongestTurn.ts';
import { cpuMs } from '../process/cpuMs.ts';

/** Says on standard error only what went wrong. */
const FAULTS_ONLY: Log = {
  info: () => {},
  warn: () => {},
  error: (facts, message) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
};

const LIVE = ['--port', '0', '--city', 'nyc', '--feed', 'off'];
const SIMULATED = ['--port', '0', '--city', 'beijing', '--feed', 'simulate'];

export interface Watched {
  /** Most processor time that one turn of the loop took, in milliseconds: how long the hub was deaf. */
  readonly turnMs: number;
  /** Longest delay of the loop in milliseconds, waits for a core included. */
  readonly delayMs: number;
  /** Every snapshot built since `watch`, by table and revision. */
  readonly snapshots: readonly string[];
  readonly buildMs: number;
}

const turns = new LongestTurn();
const delay = monitorEventLoopDelay({ resolution: 1 });
const built = createHistogram();
let snapshots: string[] = [];

/** The hub as `npm start` runs it, watched from inside. */
export const hubSide = {
  async start(dataDir: string, key: string): Promise<number> {
    const args = ['--data-dir', dataDir, '--intake-key', key, '--intake-rate', '1000000'];
    const hub = await startHub(readConfig([...LIVE, ...args], {}), FAULTS_ONLY);
    return hub.port;
  },
  /** A new Beijing on the simulation; resolves when its past is made, with the seconds that took. */
  async simulate(dataDir: string): Promise<{ readonly port: number; readonly caughtUpS: number }> {
    const startedAt = performance.now();
    const hub = await startHub(readConfig([...SIMULATED, '--data-dir', dataDir], {}), FAULTS_ONLY);
    await hub.caughtUp;
    return { port: hub.port, caughtUpS: (performance.now() - startedAt) / 1_000 };
  },
  cpuMs,
  /** Begins to note how late this process's loop comes round; `lateP99` tells it, in milliseconds. */
  noteLateness(): void {
    delay.enable();
    delay.reset();
  },
  lateP99(): number {
    return delay.percentile(99) / 1e6;
  },
  /**
   * Begins to watch for long turns of the loop, and for snapshots that are built. Keeps the loop turning until
   * `watched`, since only then a turn's own processor time can be told from waiting for something to do.
   */
  watch(): void {
    snapshots = [];
    built.reset();
    delay.enable();
    delay.reset();
    turns.start();
  },
  watched(): Watched {
    const turnMs = turns.stop();
    const buildMs = snapshots.length === 0 ? 0 : built.max / 1e6;
    return { turnMs, delayMs: delay.max / 1e6, snapshots, buildMs };
  },
};

const { snapshot } = LiveTable.prototype;
LiveTable.prototype.snapshot = function (epoch, seq) {
  const startedAt = performance.now();
  const made = snapshot.call(this, epoch, seq);
  built.record(Math.max(1, Math.round((performance.now() - startedAt) * 1e6)));
  snapshots.push(`${made.table} ${made.rev}`);
  return made;
};
