import { describe, expect, it } from 'vitest';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import { defineTable } from '../../shared/tables/liveTable.ts';
import { LiveTable } from '../../server/hub/LiveTable.ts';

const spec = defineTable({
  name: 'sample',
  columns: ['key', 'at', 'word'],
  order: { by: 'at', descending: true },
  limit: 3,
  audience: ['wall'],
});
const table = () => new LiveTable(spec, 'city');

describe('LiveTable', () => {
  it('[TAB1] turns the changes since the last flush into one patch and moves rev on by one', () => {
    const live = table();
    live.put(['a', 1, 'x']);
    live.put(['b', 2, 'y']);
    live.put(['a', 1, 'z']);
    live.delete('b');
    expect(live.flush()).toMatchObject({ rev: 1, put: [['a', 1, 'z']], del: ['b'] });
    expect(live.flush()).toBeUndefined();
    expect(live.rev).toBe(1);
  });

  it('[TAB2] takes a put that changes nothing as no change', () => {
    const live = table();
    live.put(['a', 1, 'x']);
    live.flush();
    live.put(['a', 1, 'x']);
    expect(live.isDirty).toBe(false);
  });

  it('[TAB3] keeps its checksum equal to the one computed from its rows, whatever happens', () => {
    const live = table();
    for (let i = 0; i < 200; i++) {
      live.put([`k${i % 7}`, (i * 37) % 11, i % 3 === 0 ? '词' : 'w']);
      if (i % 5 === 0) live.delete(`k${(i * 3) % 7}`);
      expect(live.checksum).toBe(tableChecksum(live.rows()));
    }
  });

  it('[TAB4] drops its last row by order for one that stands before it, and ignores one that would stand after it', () => {
    const live = table();
    live.put(['a', 10, '']);
    live.put(['b', 20, '']);
    live.put(['c', 30, '']);
    live.flush();
    live.put(['late', 5, '']);
    expect(live.isDirty).toBe(false);
    live.put(['new', 40, '']);
    expect(live.flush()).toMatchObject({ put: [['new', 40, '']], del: ['a'] });
    expect(live.rows().map((row) => row[0])).toEqual(['new', 'c', 'b']);
  });

  it('[TAB5] gives the patches after a revision as far back as its ring reaches, and nothing beyond', () => {
    const live = table();
    for (let i = 1; i <= 70; i++) {
      live.put(['a', i, '']);
      live.flush();
    }
    expect(live.since(70)).toEqual([]);
    expect(live.since(68)?.map((patch) => patch.rev)).toEqual([69, 70]);
    expect(live.since(6)).toHaveLength(64);
    expect(live.since(5)).toBeUndefined();
    expect(live.since(71)).toBeUndefined();
  });
});
