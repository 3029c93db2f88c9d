import { describe, expect, it } from 'vitest';
import { oddRows } from '../../server/feeds/oddRows.ts';
import type { Fact } from '../../server/feeds/Fact.ts';

const DAY_MS = 86_400_000;
const READ_AT = Date.UTC(2026, 5, 1);
const bounds = { readAt: READ_AT, isCovered: (at: number) => at >= Date.UTC(2010, 0, 1), fromAt: undefined };
const year = (of: number, day = 0) => Date.UTC(of, 2, 1) + day * DAY_MS;

function facts(rows: readonly (readonly [reportedAt: number, closedAt?: number])[]): readonly Fact[] {
  return rows.map(([reportedAt, closedAt], index) => ({
    line: index + 2,
    intake: { source: 's', externalId: String(index), channel: 'c', kind: 'other', title: 't', content: 'c' },
    reportedAt,
    closing: closedAt === undefined ? undefined : { at: closedAt, how: 'closed' },
  }));
}

function told(rows: readonly (readonly [number, number?])[], by = bounds): readonly string[] {
  return [...oddRows(facts(rows), by).values()].map(
    ({ line, faults }) => `${line} ${faults.map(({ field, fault }) => `${field} ${fault}`).join()}`,
  );
}

/** So many good rows, one a day. */
const good = (count: number, of = 2025) =>
  Array.from({ length: count }, (_, day) => [year(of, day), year(of, day + 1)] as const);

describe('rows with odd times', () => {
  it('[FED346] of 1900, of 2015 among 2025, of the future, and closed before they were reported', () => {
    expect(told([...good(19), [year(1900)]])).toEqual(['21 reportedAt no_policy']);
    expect(told([...good(19), [year(2015)]])).toEqual(['21 reportedAt far_from_others']);
    expect(told([...good(19), [year(2099)]])).toEqual(['21 reportedAt in_future']);
    expect(told([...good(3), [year(2015)]])).toEqual(['5 reportedAt far_from_others']);
    expect(told([...good(5), [year(2025), year(1900)]])).toEqual(['7 closedAt before_reported']);
    expect(told([...good(5), [year(2025), year(2925)]])).toEqual(['7 closedAt in_future']);
    const until = { ...bounds, isCovered: (at: number) => at < year(2025, 100) };
    expect(told([...good(5), [year(2025), year(2025, 100)]], until)).toEqual(['7 closedAt no_policy']);
    expect(told([...good(5), [READ_AT + 300_000], [READ_AT + 300_001]])).toEqual(['8 reportedAt in_future']);
  });

  it('[FED346] and no good ones: closed at once, closed a year later, a month of silence, years without a silent one', () => {
    const years = Array.from({ length: 40 }, (_, month) => [year(2016, month * 90)] as const);
    expect(told(years)).toEqual([]);
    expect(told([...good(3), [year(2025), year(2025)], [year(2025), year(2026)], [year(2025, 300)]])).toEqual(
      [],
    );
  });

  it('[FED346] holds nothing against a row that is true of most', () => {
    expect(told(good(5, 2027))).toEqual([]);
    expect(told([...good(5, 2005), [year(2025)]])).toEqual(['7 reportedAt far_from_others']);
    expect(told([...good(5, 2015), ...good(5, 2025)])).toEqual([]);
    expect(told([])).toEqual([]);
  });
});
