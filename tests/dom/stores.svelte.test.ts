import { describe, expect, it } from 'vitest';
import { TableReplica } from '../../client/link/TableReplica.ts';
import { TableStore } from '../../client/state/TableStore.svelte.ts';
import { WallClock } from '../../client/state/WallClock.svelte.ts';
import { units } from '../../shared/tables/units.ts';
import { intake } from '../../shared/tables/intake.ts';
import { TableOnWire } from '../support/TableOnWire.ts';
import { NOON, filledWall } from './filledWall.ts';

describe('TableStore', () => {
  it('[WAL11] hands out new rows only when something changed', () => {
    const hub = new TableOnWire('units');
    hub.patch([['B', 2]]);
    const replica = new TableReplica('units', 'city');
    const store = new TableStore(units);
    store.publish(replica);
    expect(store.isFilled).toBe(false);
    expect(store.count('B', 'open')).toBeUndefined();
    replica.applySnapshot(hub.snapshot());
    store.publish(replica);
    const before = store.rows;
    store.publish(replica);
    expect(store.rows).toBe(before);
    replica.applyPatch(hub.patch([['A', 5]]), 'epoch-1');
    store.publish(replica);
    expect(store.rows).toEqual([
      ['A', 5],
      ['B', 2],
    ]);
    expect(store.count('A', 'open')).toBe(5);
    expect(store.count('Z', 'open')).toBe(0);
  });

  it('[WAL12] keeps the table’s own order and reads cells by the names that the hub told', () => {
    const store = new TableStore(intake);
    const replica = new TableReplica('intake', 'city');
    const rows = [
      ['web', 'N1'],
      ['app', 'N3'],
      ['grid', 'N2'],
    ];
    const told = { table: 'intake', scope: 'city', epoch: 'e', rev: 1, seq: 1, key: 'caseNo' };
    replica.applySnapshot({ ...told, columns: ['channel', 'caseNo'], rows, checksum: 0 });
    store.publish(replica);
    expect(store.rows.map((row) => store.text(row, 'caseNo'))).toEqual(['N3', 'N2', 'N1']);
    expect(store.rows.map((row) => store.cell(row, 'unit'))).toEqual([null, null, null]);
  });
});

describe('WallClock', () => {
  it('[WAL13] runs at the hub clock’s speed between beats', () => {
    let local = 1_000;
    const clock = new WallClock(() => local);
    expect(clock.now).toBeUndefined();
    clock.beat({ hubTime: NOON, rate: 60 });
    local += 500;
    clock.tick();
    expect(clock.now).toBe(NOON + 30_000);
    expect(clock.asOf).toBe(NOON);
  });

  it('[WAL14] believes the quickest of the last beats and shows by how much the last one was late', () => {
    let local = 0;
    const clock = new WallClock(() => local);
    clock.beat({ hubTime: NOON, rate: 1 });
    local = 1_400;
    clock.beat({ hubTime: NOON + 1_000, rate: 1 });
    expect(clock.delayMs).toBe(400);
    expect(clock.now).toBe(NOON + 1_400);
    expect(clock.driftMs).toBe(400);
    local = 2_000;
    clock.beat({ hubTime: NOON + 2_000, rate: 1 });
    expect(clock.delayMs).toBe(0);
  });

  it('[WAL15] follows at once when the hub’s clock is set anew or changes its speed', () => {
    let local = 0;
    const clock = new WallClock(() => local);
    clock.beat({ hubTime: NOON, rate: 1 });
    local = 1_000;
    clock.beat({ hubTime: NOON - 600_000, rate: 1 });
    expect(clock.now).toBe(NOON - 600_000);
    local = 2_000;
    clock.beat({ hubTime: NOON, rate: 10 });
    local = 2_100;
    clock.tick();
    expect(clock.now).toBe(NOON + 1_000);
  });

  it('[WAL4] moves the as-of time with every word of the hub, not only with beats', () => {
    const wall = filledWall();
    wall.pass(400);
    expect(wall.state.clock.asOf).toBe(NOON);
    wall.show('trend', [], 1_300);
    expect(wall.state.clock.asOf).toBe(NOON + 400);
    wall.pass(200);
    wall.state.publish(wall.screen);
    expect(wall.state.clock.asOf).toBe(NOON + 400);
  });
});

describe('CityStore', () => {
  it('[WAL16] counts today by the hub’s time in the city’s zone, not by the screen’s', () => {
    const { city } = filledWall().state;
    expect(city.dayKey(Date.parse('2026-06-28T03:59:59Z'))).toBe('20260627');
    expect(city.dayKey(Date.parse('2026-06-28T04:00:00Z'))).toBe('20260628');
  });

  it('[WAL17] shortens a unit to its code only where the name is too long and the code is a word', () => {
    const { city } = filledWall().state;
    expect(city.unitWithin('NYPD', 20)).toBe('NYPD');
    expect(city.unitWithin('NYPD', 40)).toBe('New York City Police Department');
  });
});
