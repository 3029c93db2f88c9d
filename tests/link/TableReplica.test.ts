import { describe, expect, it } from 'vitest';
import { TableReplica } from '../../client/link/TableReplica.ts';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import { TableOnWire } from '../support/TableOnWire.ts';

function filled() {
  const hub = new TableOnWire('units');
  hub.patch([
    ['A', 1],
    ['B', 2],
  ]);
  const replica = new TableReplica('units', 'city');
  replica.applySnapshot(hub.snapshot());
  return { hub, replica };
}

describe('TableReplica', () => {
  it('[RPL1] holds the rows of a snapshot and the same checksum as the hub', () => {
    const { hub, replica } = filled();
    expect([...replica.rows()]).toEqual(hub.rows);
    expect(replica.checksum).toBe(tableChecksum(hub.rows));
    expect(replica.rev).toBe(1);
  });

  it('[RPL2] applies a patch at the next revision: puts whole rows and deletes keys', () => {
    const { hub, replica } = filled();
    expect(
      replica.applyPatch(
        hub.patch(
          [
            ['C', 3],
            ['A', 9],
          ],
          ['B'],
        ),
        'epoch-1',
      ),
    ).toBe('applied');
    expect(replica.get('A')).toEqual(['A', 9]);
    expect(replica.get('B')).toBeUndefined();
    expect(replica.checksum).toBe(hub.checksum);
    expect(replica.rev).toBe(2);
  });

  it('[RPL3] ignores a patch that it already has', () => {
    const { hub, replica } = filled();
    const patch = hub.patch([['A', 5]]);
    replica.applyPatch(patch, 'epoch-1');
    expect(replica.applyPatch({ ...patch, put: [['A', 77]] }, 'epoch-1')).toBe('duplicate');
    expect(replica.get('A')).toEqual(['A', 5]);
  });

  it('[RPL4] reports a gap and leaves the rows alone when a patch is missing before it', () => {
    const { hub, replica } = filled();
    hub.patch([['A', 5]]);
    expect(replica.applyPatch(hub.patch([['B', 6]]), 'epoch-1')).toBe('gap');
    expect(replica.get('B')).toEqual(['B', 2]);
    expect(replica.rev).toBe(1);
  });

  it('[RPL4] reports a gap for a patch before any snapshot', () => {
    const hub = new TableOnWire('units');
    const replica = new TableReplica('units', 'city');
    expect(replica.applyPatch(hub.patch([['A', 1]]), 'epoch-1')).toBe('gap');
  });

  it('[RPL5] applies nothing of another epoch', () => {
    const { hub, replica } = filled();
    expect(replica.applyPatch(hub.patch([['A', 5]]), 'epoch-2')).toBe('epoch');
    expect(replica.get('A')).toEqual(['A', 1]);
  });

  it('[RPL5] takes a snapshot of another epoch whatever its revision', () => {
    const { hub, replica } = filled();
    replica.applyPatch(hub.patch([['A', 5]]), 'epoch-1');
    const other = new TableOnWire('units');
    other.epoch = 'epoch-2';
    other.patch([['Z', 1]]);
    expect(replica.applySnapshot(other.snapshot())).toBe('applied');
    expect([...replica.rows()]).toEqual([['Z', 1]]);
  });

  it('[RPL6] keeps its rows but gives up its revision when a patch ends in another checksum', () => {
    const { hub, replica } = filled();
    const patch = hub.patch([['A', 5]]);
    expect(replica.applyPatch({ ...patch, checksum: 1 }, 'epoch-1')).toBe('checksum');
    expect(replica.rev).toBeUndefined();
    expect(replica.get('B')).toEqual(['B', 2]);
    expect(replica.applySnapshot(hub.snapshot())).toBe('applied');
    expect(replica.rev).toBe(2);
  });

  it('[RPL6] reports a snapshot whose rows do not add up to its checksum', () => {
    const { hub, replica } = filled();
    expect(replica.applySnapshot({ ...hub.snapshot(), checksum: 7 })).toBe('checksum');
    expect(replica.rev).toBeUndefined();
  });

  it('[RPL7] ignores a snapshot older than what it has, and takes one of the same revision', () => {
    const { hub, replica } = filled();
    const old = hub.snapshot();
    replica.applyPatch(hub.patch([['A', 5]]), 'epoch-1');
    expect(replica.applySnapshot(old)).toBe('duplicate');
    expect(replica.get('A')).toEqual(['A', 5]);
    expect(replica.applySnapshot(hub.snapshot())).toBe('applied');
  });

  it('[RPL8] notices in an audit that one field of one row changed in memory, and not before', () => {
    const { replica } = filled();
    expect(replica.audit()).toBe(true);
    Object.assign(replica.get('B') ?? [], { 1: 3 });
    expect(replica.audit()).toBe(false);
    expect(replica.rev).toBeUndefined();
  });

  it('[RPL9] counts every change of its rows and nothing else', () => {
    const { hub, replica } = filled();
    const before = replica.changes;
    const patch = hub.patch([['A', 5]]);
    replica.applyPatch(patch, 'epoch-1');
    replica.applyPatch(patch, 'epoch-1');
    replica.applyPatch(hub.patch([]), 'epoch-2');
    expect(replica.changes).toBe(before + 1);
  });

  it('[RPL10] finds the key by its name, wherever its column stands', () => {
    const replica = new TableReplica('units', 'city');
    const rows = [[4, 'A']];
    const told = { table: 'units', scope: 'city', epoch: 'e', rev: 1, seq: 1, columns: ['open', 'code'] };
    replica.applySnapshot({ ...told, key: 'code', rows, checksum: tableChecksum(rows) });
    const put = [[5, 'A']];
    replica.applyPatch(
      { table: 'units', scope: 'city', rev: 2, put, del: [], checksum: tableChecksum(put) },
      'e',
    );
    expect(replica.size).toBe(1);
    expect(replica.get('A')).toEqual([5, 'A']);
  });
});
