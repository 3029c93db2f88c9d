import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FedClock } from '../../server/clock/FedClock.ts';
import { cityFolder } from '../../server/cityFolder.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { archiveFrom } from '../../server/hub/archiveFrom.ts';
import { loadCity } from '../../server/loadCity.ts';
import { City } from '../../shared/domain/City.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { dumpOf, replayedHub } from '../support/replayedHub.ts';
import { tempDir } from '../support/tempDir.ts';

const HEAD =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';
const city = loadCity('nyc');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The file's local times are four hours behind UTC. */
const T0 = Date.UTC(2026, 5, 1, 13);

/** Rows reported and closed so many hours after T0. */
async function replayOf(rows: readonly (readonly [reported: number, closed?: number])[], of: City = city) {
  const local = (hours: number) => new Date(T0 + (hours - 4) * HOUR_MS).toISOString().slice(0, -1);
  const lines = rows.map(([reported, closed], key) => {
    const end = closed === undefined ? '' : local(closed);
    return `${key},${local(reported)},${end},HPD,GENERAL,N/A,,11234,,BRONX,40.85,-73.88`;
  });
  const path = join(tempDir(), 'rows.csv');
  writeFileSync(path, [HEAD, ...lines, ''].join('\n'));
  const replay = await readReplay(path, `${cityFolder('nyc')}/replay.json`, of);
  return replayedHub(of, replay, tempDir());
}

describe('the hub time of a replay', () => {
  it('[FED343] is that of the fact, and of what falls due before it, in order; after the last fact it stands', async () => {
    const { life, store } = await replayOf([[0], [0.5, 5], [4.001], [4.1]]);
    const { clock, machine } = await life({ speed: 600 });
    const { events } = await dumpOf(store);
    const told = events.map(({ at, type }) => [(at - T0) / HOUR_MS, type] as const);
    const breach = (hours: number) => [hours + 1 / HOUR_MS, 'CaseClockBreached'];
    expect(told.filter(([, type]) => type !== 'CaseAccepted' && type !== 'CaseDispatched')).toEqual([
      ...[0, 0.5].map((at) => [at, 'CaseRegistered']),
      breach(4),
      ...[4.001, 4.1].map((at) => [at, 'CaseRegistered']),
      breach(4.5),
      [5, 'CaseClosed'],
    ]);
    machine.advance(DAY_MS);
    expect([clock.now(), clock.rate]).toEqual([T0 + 5 * HOUR_MS, 0]);
  });

  it('[FED343] never passes the instant up to which it may run, at any speed, and runs at its speed up to it', () => {
    const machine = new FakeClock(0);
    const clock = new FedClock(T0, 60, machine);
    machine.advance(1_000);
    expect(clock.now()).toBe(T0);
    expect(clock.runTo(T0 + 120_000)).toBe(1_000);
    expect([clock.now(), clock.rate]).toEqual([T0 + 60_000, 60]);
    machine.advance(5_000);
    expect(clock.now()).toBe(T0 + 120_000);
    clock.standAt(T0 + 120_000);
    expect([clock.runTo(T0 + 300_000), clock.now()]).toEqual([0, T0 + 300_000]);
    const quick = new FedClock(T0, Infinity, machine);
    expect([quick.now(), quick.runTo(T0 + DAY_MS), quick.now(), quick.rate]).toEqual([T0, 0, T0 + DAY_MS, 0]);
  });

  it('[FED344] goes on at the last fact after a restart, however long it was down', async () => {
    const { life, store } = await replayOf([[0], [1], [3.9], [4.5], [6]]);
    const first = await life({ speed: 600, commits: 2 });
    expect([first.end, (await dumpOf(store)).states.length]).toEqual([undefined, 2]);
    const second = await life({ speed: 600, commits: 1 });
    expect(second.startedAt).toBe(T0 + HOUR_MS);
    const { at } = (await dumpOf(store)).events.at(-1) ?? {};
    const third = await life({ speed: 1, turnMs: 60_000 });
    expect([third.startedAt, third.end]).toEqual([at, 'done']);
    const { events } = await dumpOf(store);
    expect(events.findLast(({ type }) => type === 'CaseRegistered')?.at).toBe(T0 + 6 * HOUR_MS);
    const again = await life({ speed: 60 });
    expect([again.end, again.clock.now()]).toEqual(['done', T0 + 6 * HOUR_MS]);
    expect((await dumpOf(store)).events).toEqual(events);
  });

  it('[FED345] archives each case in the millisecond in which it comes of age', async () => {
    const { life, store } = await replayOf([[0, 1], [0.25, 2], [30 * 24 + 1], [30 * 24 + 3]]);
    await life({ speed: Infinity });
    const { events } = await dumpOf(store);
    const archived = events.filter(({ type }) => type === 'CaseArchived');
    expect(archived.map(({ at }) => at - T0 - 30 * DAY_MS)).toEqual([HOUR_MS, 2 * HOUR_MS]);
    const [, third, fourth] = [1, 3, 4].map(
      (n) => events.filter(({ type }) => type === 'CaseRegistered')[n - 1],
    );
    expect(archived[0]?.seq).toBeLessThan(third?.seq ?? 0);
    expect(archived[1]?.seq).toBeLessThan(fourth?.seq ?? 0);
  });

  it('[FED345] archives under a policy that asks for fewer days from its first day on', () => {
    const [policy] = city.pack.policies;
    if (policy === undefined) throw new Error('New York has no policy');
    const shorter = { ...policy, id: 'shorter', from: '2026-06-10', archiveAfterDays: 7 };
    const both = new City({ ...city.pack, policies: [policy, shorter] }, undefined, city.map);
    expect(archiveFrom(city, T0)).toBe(T0 + 30 * DAY_MS);
    expect(archiveFrom(both, T0)).toBe(Date.UTC(2026, 5, 10, 4));
    expect(archiveFrom(both, T0 + 5 * DAY_MS)).toBe(T0 + 12 * DAY_MS);
  });

  it('[FED347] skips a silent stretch, and records what falls due in it at its instants', async () => {
    const rows = [[0], [7], [13.5], [400]] as const;
    const { life, store, log } = await replayOf(rows);
    const { machine } = await life({ speed: 1, turnMs: 1_000, skipGapsMs: 7 * HOUR_MS });
    // Seven hours and six and a half were waited for, sixteen days not; turns of the clock go by while files are written.
    expect(machine.monotonic() / HOUR_MS).toBeGreaterThan(13.4);
    expect(machine.monotonic() / HOUR_MS).toBeLessThan(40);
    expect(log.lines.filter((line) => line.includes('silent stretch'))).toHaveLength(1);
    const skipped = await dumpOf(store);
    const other = await replayOf(rows);
    await other.life({ speed: 600, turnMs: 1_000, skipGapsMs: Infinity });
    expect(await dumpOf(other.store)).toEqual(skipped);
  });

  it('[FED349] tells how long it will still take', async () => {
    const { life } = await replayOf([[0], [1], [5], [30]]);
    const { row, end } = await life({ speed: 60, commits: 2, turnMs: 10 });
    expect([end, row?.slice(2)]).toEqual([undefined, ['running', 1, 4, 0, 0, 0, 300]]);
  });
});
