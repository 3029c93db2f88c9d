import { describe, expect, it } from 'vitest';
import { LiveTable } from '../../server/hub/LiveTable.ts';
import { Rooms } from '../../server/hub/Rooms.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';

describe('Rooms', () => {
  it('[TIC4] name the latest seq of which nothing waits for a flush, and never an earlier one than before', () => {
    let seq = 7;
    const trend = new LiveTable(LIVE_TABLES.trend, 'city');
    const room = new Rooms([trend], 'epoch', () => seq).room('wall');
    const told = [room.shownSeq];
    seq = 8;
    told.push(room.shownSeq);
    trend.put([1, 1, 1]);
    seq = 9;
    told.push(room.shownSeq);
    room.flush();
    told.push(room.shownSeq);
    seq = 10;
    trend.put([1, 2, 1]);
    told.push(room.shownSeq);
    expect(told).toEqual([7, 8, 8, 9, 9]);
  });
});
