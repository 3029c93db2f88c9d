import { isCaseEvent } from '../../shared/domain/LogEvent.ts';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { City } from '../../shared/domain/City.ts';
import { nycSlice } from '../support/nycSlice.ts';
import { dumpOf, replayedHub } from '../support/replayedHub.ts';
import type { ReplayLife } from '../support/replayedHub.ts';
import { describeWithData } from '../support/sharedData.ts';
import { tempDir } from '../support/tempDir.ts';

const MINUTE_MS = 60_000;
/** The whole file where `REPLAY_MINUTES=all`; otherwise so many minutes of it. */
const MINUTES =
  process.env['REPLAY_MINUTES'] === 'all' ? Infinity : Number(process.env['REPLAY_MINUTES'] ?? 45);
/** A budget that splits the closed rows into early and late ones. */
const HANDLE_MINUTES = 45;

/** New York with a short time limit for the work, so that there are both verdicts. */
function strictCity(): City {
  const { pack, map } = loadCity('nyc');
  const limits = { L1: HANDLE_MINUTES, L2: HANDLE_MINUTES, L3: HANDLE_MINUTES, L4: HANDLE_MINUTES };
  const policies = pack.policies.map((policy) => ({
    ...policy,
    budgets: { ...policy.budgets, handle: limits },
  }));
  return new City({ ...pack, policies }, undefined, map);
}

const dayOf = (at: number) => new Date(at - 4 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');

describeWithData('a real night of New York, replayed', () => {
  const city = strictCity();

  async function replayed(path: string, speed: number) {
    const replay = await readReplay(path, `${cityFolder('nyc')}/replay.json`, city);
    const { store, life } = replayedHub(city, replay, tempDir());
    const lives: readonly ReplayLife[] = [8, 12, undefined].map((commits) => ({
      speed,
      commits,
      turnMs: 500,
    }));
    const ends: unknown[] = [];
    for (const one of lives) ends.push((await life(one)).end);
    expect(ends).toEqual([undefined, undefined, 'done']);
    return dumpOf(store);
  }

  it(
    '[FED342] every row is on its own day with its own verdict, at ×60 and ×600 with two kills each',
    { timeout: 1_800_000 },
    async () => {
      const path = join(tempDir(), 'slice.csv');
      const rows = nycSlice(path, MINUTES);
      const slow = await replayed(path, 60);
      const { states, events } = slow;
      const late = new Map(
        states.map(({ reportedAt, closedAt, clocks }) => {
          const handle = clocks.find(({ kind }) => kind === 'handle');
          return [`${reportedAt} ${closedAt ?? ''}`, handle?.state === 'breached'] as const;
        }),
      );
      const closed = rows.filter(({ closedAt }) => closedAt !== undefined);
      const end = Math.max(...rows.map(({ createdAt, closedAt }) => closedAt ?? createdAt));
      const right = rows.filter(({ createdAt, closedAt }) => {
        const isLate = (closedAt ?? end) > createdAt + HANDLE_MINUTES * MINUTE_MS;
        return late.get(`${createdAt} ${closedAt ?? ''}`) === isLate;
      });
      expect(states).toHaveLength(rows.length);
      expect(right).toHaveLength(rows.length);
      expect([...late.values()].filter(Boolean).length).toBeGreaterThan(20);
      for (const [column, times] of [
        [1, rows.map(({ createdAt }) => createdAt)],
        [5, closed.map(({ closedAt = 0 }) => closedAt)],
      ] as const) {
        const perDay: Record<string, number> = {};
        for (const at of times) perDay[dayOf(at)] = (perDay[dayOf(at)] ?? 0) + 1;
        const told = (slow.counters['kpi'] as { key: string; values: readonly number[] }[])
          .filter(({ key, values }) => key !== 'all' && values[column - 1] !== 0)
          .map(({ key, values }) => [key, values[column - 1]]);
        expect(Object.fromEntries(told)).toEqual(perDay);
      }
      for (const { type, at, caseId, data } of events.filter(isCaseEvent)) {
        if (type === 'CaseRegistered') expect(at).toBe(data.reportedAt);
        if (type === 'CaseClosed') expect(closed.map(({ closedAt }) => closedAt)).toContain(at);
        if (type === 'CaseClockBreached') expect([caseId, at]).toEqual([caseId, data.breachedAt + 1]);
      }
      expect(await replayed(path, 600)).toEqual(slow);
    },
  );
});
