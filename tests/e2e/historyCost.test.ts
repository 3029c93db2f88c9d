import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { closedHistory } from '../support/closedHistory.ts';
import { median } from '../support/median.ts';
import { residentMb } from '../support/residentMb.ts';
import { suiteDir } from '../support/suiteDir.ts';

const ROUNDS = 5;

interface Start {
  readonly rows: number;
  readonly readyMs: number;
  readonly mb: number;
}

const hasProc = existsSync('/proc/self/status');

describe.skipIf(!hasProc)('a start on a short history and on one ten times as long (Linux only)', () => {
  const root = suiteDir();
  const starts: Record<'short' | 'long', Start[]> = { short: [], long: [] };

  beforeAll(async () => {
    await closedHistory(join(root, 'short'), 10_000);
    await closedHistory(join(root, 'long'), 100_000);
    // In turn, so that what else the machine does meets both; the first round only warms its caches.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const name of ['short', 'long'] as const) {
        const start = await startOn(join(root, name));
        if (round > 0) starts[name].push(start);
      }
    }
  }, 300_000);

  it('[RUN20] reads as many rows, give or take 5 %', ({ annotate }) => {
    const [short, long] = both(({ rows }) => rows);
    void annotate(`rows read: ${short} after 10,000 cases, ${long} after 100,000`);
    expect(short).toBeGreaterThan(100);
    expect(long / short).toBeLessThanOrEqual(1.05);
  });

  it('[RUN21] is ready after at most 1.3 times as long', ({ annotate }) => {
    const [short, long] = both(({ readyMs }) => readyMs);
    void annotate(`ready after ${short.toFixed(0)} ms and ${long.toFixed(0)} ms`);
    expect(long / short).toBeLessThanOrEqual(1.3);
  });

  it('[RUN22] holds at most 1.3 times the memory at rest', ({ annotate }) => {
    const [short, long] = both(({ mb }) => mb);
    void annotate(`at rest ${short.toFixed(0)} MB and ${long.toFixed(0)} MB`);
    expect(long / short).toBeLessThanOrEqual(1.3);
  });

  function both(figure: (start: Start) => number): readonly [number, number] {
    return [median(starts.short.map(figure)), median(starts.long.map(figure))];
  }
});

async function startOn(dataDir: string): Promise<Start> {
  const hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'] });
  const rows = await hub.metric('whistleboard_store_rows_read_at_start');
  const start = { rows, readyMs: hub.readyMs, mb: residentMb(hub.pid) };
  await hub.stop();
  return start;
}
