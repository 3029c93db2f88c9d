import { beforeEach, describe, expect, it } from 'vitest';
import { Screen } from '../../client/link/Screen.ts';
import type { RefusedReply } from '../../shared/contract/eventMaps.ts';
import type { Hello, HelloReply } from '../../shared/contract/sync.ts';
import { TableOnWire } from '../support/TableOnWire.ts';

interface Asked {
  readonly hello: Hello;
  readonly reply: (answer: HelloReply | RefusedReply) => void;
}

let asked: Asked[];
let refusals: string[];
let changes: number;
let units: TableOnWire;
let cells: TableOnWire;
let screen: Screen;

function greeting(epoch = 'epoch-1'): HelloReply {
  const granted = ['units', 'cells'].map((table) => ({ table, scope: 'city' }));
  const hub = { contractVersion: 1, hubTime: 0, rate: 1, mode: 'live', city: 'nyc', screen: 's' } as const;
  return { ok: true, epoch, granted, ...hub };
}

/** Connects, is greeted and gets both tables. */
function join(): void {
  screen.connected();
  asked[0]?.reply(greeting());
  screen.snapshot(units.snapshot(10));
  screen.snapshot(cells.snapshot(10));
  asked.length = 0;
}

beforeEach(() => {
  asked = [];
  refusals = [];
  changes = 0;
  units = new TableOnWire('units');
  cells = new TableOnWire('cells');
  units.patch([['A', 1]]);
  cells.patch([['X', 1]]);
  screen = new Screen(
    { surface: 'wall', scope: 'city', tables: ['units', 'cells'] },
    { hello: (hello, reply) => asked.push({ hello, reply }) },
    {
      changed: () => changes++,
      greeted: () => undefined,
      refused: (refusal) => refusals.push(refusal.code),
      beat: () => undefined,
    },
  );
});

describe('Screen', () => {
  it('[LNK1] says hello for all its tables when it connects, and is settled when all have come', () => {
    screen.connected();
    expect(asked[0]?.hello.tables).toEqual([
      { table: 'units', scope: 'city' },
      { table: 'cells', scope: 'city' },
    ]);
    asked[0]?.reply(greeting());
    screen.snapshot(units.snapshot(10));
    expect(screen.isSettled).toBe(false);
    screen.snapshot(cells.snapshot(10));
    expect(screen.isSettled).toBe(true);
    expect(screen.seq).toBe(10);
  });

  it('[LNK2] tells on a new connection what it already holds', () => {
    join();
    screen.disconnected();
    screen.connected();
    expect(asked[0]?.hello.tables).toEqual([
      { table: 'units', scope: 'city', epoch: 'epoch-1', rev: 1 },
      { table: 'cells', scope: 'city', epoch: 'epoch-1', rev: 1 },
    ]);
    asked[0]?.reply(greeting());
    expect(screen.isSettled).toBe(true);
  });

  it('[LNK3] answers a gap with one hello for that table only, however many frames follow', () => {
    join();
    units.patch([['A', 2]]);
    screen.frame({ seq: 12, tables: [units.patch([['A', 3]]), cells.patch([['X', 2]])] });
    screen.frame({ seq: 13, tables: [units.patch([['A', 4]])] });
    expect(asked.map(({ hello }) => hello.tables)).toEqual([
      [{ table: 'units', scope: 'city', epoch: 'epoch-1', rev: 1 }],
    ]);
    expect(screen.isSettled).toBe(false);
    expect(screen.replicas.get('cells')?.get('X')).toEqual(['X', 2]);
  });

  it('[LNK3] goes on with the missed frames that the hub sends again', () => {
    join();
    const missed = units.patch([['A', 2]]);
    const next = units.patch([['A', 3]]);
    screen.frame({ seq: 12, tables: [next] });
    asked[0]?.reply(greeting());
    screen.frame({ seq: 12, tables: [missed] });
    screen.frame({ seq: 12, tables: [next] });
    expect(screen.replicas.get('units')?.checksum).toBe(units.checksum);
    expect(screen.isSettled).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('[LNK4] answers a wrong checksum with a hello that asks for the whole table', () => {
    join();
    screen.frame({ seq: 12, tables: [{ ...units.patch([['A', 2]]), checksum: 1 }] });
    expect(asked.map(({ hello }) => hello.tables)).toEqual([[{ table: 'units', scope: 'city' }]]);
  });

  it('[LNK5] leaves the numbers of the old log when the hub names another epoch', () => {
    join();
    screen.disconnected();
    screen.connected();
    asked[0]?.reply(greeting('epoch-2'));
    expect(screen.isSettled).toBe(false);
    units.epoch = 'epoch-2';
    cells.epoch = 'epoch-2';
    screen.snapshot(units.snapshot(3));
    screen.snapshot(cells.snapshot(3));
    expect(screen.seq).toBe(3);
    expect(screen.isSettled).toBe(true);
  });

  it('[LNK5] applies no snapshot of another epoch than the hub named, and asks for that table', () => {
    join();
    units.epoch = 'epoch-0';
    units.patch([['A', 66]]);
    screen.snapshot(units.snapshot(99));
    expect(screen.replicas.get('units')?.get('A')).toEqual(['A', 1]);
    expect(screen.seq).toBe(10);
    expect(asked.map(({ hello }) => hello.tables.map(({ table }) => table))).toEqual([['units']]);
  });

  it('[LNK6] finds a field that changed in memory at its next audit and asks for that table', () => {
    join();
    Object.assign(screen.replicas.get('cells')?.get('X') ?? [], { 1: 99 });
    screen.audit();
    expect(asked.map(({ hello }) => hello.tables)).toEqual([[{ table: 'cells', scope: 'city' }]]);
    asked[0]?.reply(greeting());
    screen.snapshot(cells.snapshot(10));
    expect(screen.replicas.get('cells')?.get('X')).toEqual(['X', 1]);
    expect(screen.isSettled).toBe(true);
  });

  it('[LNK7] repeats a hello that had no effect for a whole audit interval, and not sooner', () => {
    screen.connected();
    screen.audit();
    expect(asked).toHaveLength(1);
    screen.audit();
    expect(asked).toHaveLength(2);
  });

  it('[LNK8] ignores the late answer to a hello of the last connection', () => {
    join();
    screen.disconnected();
    screen.connected();
    const late = asked[0];
    screen.disconnected();
    screen.connected();
    late?.reply(greeting('epoch-0'));
    asked[1]?.reply(greeting());
    expect(screen.seq).toBe(10);
    expect(screen.isSettled).toBe(true);
  });

  it('[LNK9] hands on a refusal, and does not ask again for what is not granted', () => {
    screen.connected();
    asked[0]?.reply({ ok: false, refusal: { code: 'too_fast' } });
    expect(refusals).toEqual(['too_fast']);
    screen.audit();
    screen.audit();
    asked[1]?.reply({ ...greeting(), granted: [{ table: 'units', scope: 'city' }] });
    screen.snapshot(units.snapshot(10));
    expect(screen.isSettled).toBe(true);
  });

  it('[LNK10] moves its sequence number with beats too, and never backwards in one log', () => {
    join();
    screen.beat({ seq: 15, hubTime: 0, rate: 1 });
    screen.frame({ seq: 14, tables: [] });
    expect(screen.seq).toBe(15);
    expect(changes).toBeGreaterThan(0);
  });

  it('[LNK11] asks for nothing while it is not connected', () => {
    join();
    screen.disconnected();
    Object.assign(screen.replicas.get('cells')?.get('X') ?? [], { 1: 99 });
    screen.audit();
    expect(asked).toHaveLength(0);
  });
});
