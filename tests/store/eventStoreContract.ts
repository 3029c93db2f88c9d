import { describe, expect, it } from 'vitest';
import type { EventStore, OpenRow } from '../../server/store/EventStore.ts';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { isCaseEvent } from '../../shared/domain/LogEvent.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { SAMPLE_DAY, SampleLog, contributionOf, sealedText } from '../support/sampleGroup.ts';

const first = caseIdOf(SAMPLE_DAY, 1);
const second = caseIdOf(SAMPLE_DAY, 2);

/** What every maker of the store owes its caller; `open` gives an empty one that is closed when the test ends. */
export function eventStoreContract(maker: string, open: () => EventStore): void {
  describe(`${maker}: the store's contract`, () => {
    it('[STO1] an empty store has no head, no cases and no rows', async () => {
      const store = open();
      expect(await store.head()).toEqual({ seq: 0, keySlots: 0 });
      expect(await store.events(0, 10)).toEqual([]);
      expect(await store.history(first)).toEqual([]);
      expect((await store.cases([first])).size).toBe(0);
      expect(await store.lastCaseId(SAMPLE_DAY)).toBeUndefined();
      expect(await openRowsOf(store)).toEqual([]);
      expect(await store.counters('kpi', true, 9)).toEqual([]);
    });

    it('[STO2] what a group records is read back equal', async () => {
      const store = open();
      const log = new SampleLog();
      const group = log.intakes(3);
      await store.append(group);
      expect(await store.head()).toEqual({ seq: 9, keySlots: 3 });
      expect(await store.events(0, 100)).toEqual(group.events);
      expect([...(await store.cases([first, second])).values()]).toEqual(group.states.slice(0, 2));
      expect(await store.counterRows(group.counters)).toEqual(group.counters);
      expect(await store.contributions(first)).toEqual([contributionOf(log.state(first))]);
      expect(await store.keys(group.keys.map(({ hash }) => hash))).toEqual(group.keys);
      const [text] = await store.texts(second);
      expect(text).toMatchObject({ caseId: second, part: 1 });
      expect(Buffer.from(text?.sealed ?? [])).toEqual(sealedText(second));
    });

    it('[STO3] a group that does not continue the log is refused and changes nothing', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(1));
      const next = log.intakes(2);
      const gap = { ...next, events: next.events.slice(1) };
      await expect(store.append(gap)).rejects.toThrow(InvariantError);
      await expect(store.append({ ...next, head: { seq: 99, keySlots: 3 } })).rejects.toThrow(InvariantError);
      await expect(store.append({ ...next, head: { ...next.head, keySlots: 0 } })).rejects.toThrow(
        InvariantError,
      );
      expect(await store.head()).toEqual({ seq: 3, keySlots: 1 });
      await store.append(next);
      expect(await store.head()).toEqual(next.head);
    });

    it('[STO4] a history is read along prev, oldest first, through other cases between', async () => {
      const store = open();
      const log = new SampleLog();
      const group = log.intakes(2);
      await store.append(group);
      const signed = log.goesOn(first, { type: 'CaseSigned', data: {} });
      await store.append(signed);
      const own = group.events.filter((event) => isCaseEvent(event) && event.caseId === first);
      expect(await store.history(first)).toEqual([...own, ...signed.events]);
      expect(await store.history(caseIdOf(SAMPLE_DAY, 77))).toEqual([]);
    });

    it('[STO5] events are told after a seq, ascending, up to a limit', async () => {
      const store = open();
      const group = new SampleLog().intakes(3);
      await store.append(group);
      expect(await store.events(2, 3)).toEqual(group.events.slice(2, 5));
      expect(await store.events(9, 3)).toEqual([]);
    });

    it('[STO6] open rows hold every open case once with its next due time, and no ended one', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(3));
      await store.append(log.closes(second));
      const third = caseIdOf(SAMPLE_DAY, 3);
      expect(await openRowsOf(store)).toEqual(
        [first, third].map((id) => ({ id, ...deadlinesOf(log.state(id)) })),
      );
      expect((await store.cases([second])).get(second)).toEqual(log.state(second));
    });

    it('[STO7] the newest cases come greatest id first, open and ended alike', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(4));
      await store.append(log.closes(caseIdOf(SAMPLE_DAY, 3)));
      expect((await store.newestCases(3)).map(({ id }) => id)).toEqual(
        [4, 3, 2].map((serial) => caseIdOf(SAMPLE_DAY, serial)),
      );
    });

    it("[STO8] the last id of a day is that day's, open or ended", async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(2));
      await store.append(log.closes(second));
      await store.append(log.intakes(1, 20261122));
      expect(await store.lastCaseId(SAMPLE_DAY)).toBe(second);
      expect(await store.lastCaseId(20261122)).toBe(caseIdOf(20261122, 3));
      expect(await store.lastCaseId(20261120)).toBeUndefined();
    });

    it('[STO9] counters come by the bytes of their key, either way, up to a limit', async () => {
      const store = open();
      const keys = ['\u{10000}', '\uFF21', 'a', 'B'];
      const counters = keys.map((key, i) => ({ table: 'cells' as const, key, values: [i, 0, 0, 0] }));
      await store.append({ ...new SampleLog().intakes(1), counters });
      const ascending = (await store.counters('cells', false, 9)).map(({ key }) => key);
      expect(ascending).toEqual(['B', 'a', '\uFF21', '\u{10000}']);
      expect((await store.counters('cells', true, 2)).map(({ key }) => key)).toEqual(['\u{10000}', '\uFF21']);
      expect(await store.counters('units', true, 2)).toEqual([]);
    });

    it('[STO10] contributions are kept side by side, oldest first', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(1));
      const before = contributionOf(log.state(first));
      await store.append(log.closes(first));
      expect(await store.contributions(first)).toEqual([before, contributionOf(log.state(first))]);
    });

    it('[STO40] what cases added as of an event is told by range, each as of then, up to a limit', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(3));
      const third = caseIdOf(SAMPLE_DAY, 3);
      const before = [first, second, third].map((id) => contributionOf(log.state(id)));
      const { seq } = await store.head();
      await store.append(log.closes(second));
      const { seq: closed } = await store.head();
      await store.append(log.intakes(1));
      const all = { after: 0, to: third, limit: 9 };
      expect(await store.contributionsAt(seq, all)).toEqual(before);
      expect(await store.contributionsAt(closed, all)).toEqual([
        before[0],
        contributionOf(log.state(second)),
        before[2],
      ]);
      expect(await store.contributionsAt(seq, { after: first, to: second, limit: 9 })).toEqual([before[1]]);
      expect(await store.contributionsAt(seq, { after: 0, to: third + 9, limit: 2 })).toEqual(
        before.slice(0, 2),
      );
      expect(await store.contributionsAt(seq, { after: 0, to: third + 9, limit: 9 })).toHaveLength(3);
      expect(await store.contributionsAt(0, all)).toEqual([]);
    });

    it('[STO300] what cases add now is told by id, and of one that does not exist nothing', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(3));
      await store.append(log.closes(second));
      const nobody = caseIdOf(SAMPLE_DAY, 77);
      expect(await store.lastContributions([second, nobody, first])).toEqual(
        [second, first].map((id) => contributionOf(log.state(id))),
      );
    });

    it('[STO41] cases are told by a stretch of the log in which something happened to them, each once', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(3));
      const { seq } = await store.head();
      await store.append(log.goesOn(second, { type: 'CaseSigned', data: {} }));
      await store.append(log.closes(first));
      const { seq: end } = await store.head();
      expect(await store.touched(seq, end, second + 1)).toEqual([first, second]);
      expect(await store.touched(seq, end, second)).toEqual([first]);
      expect(await store.touched(seq, seq + 1, second + 9)).toEqual([second]);
      expect(await store.touched(end, end + 5, second + 9)).toEqual([]);
      expect(await store.touched(0, 3, second + 9)).toEqual([first]);
    });

    it('[STO42] counters are told by how their keys begin, ascending', async () => {
      const store = open();
      const keys = ['2026-11 B', '2026-12 \u{10000}', '2026-12 A', '2026-12', '2026-12 ', '2027-01 A'];
      const rows = keys.map((key, i) => ({ table: 'rates' as const, key, values: [i] }));
      const other = { table: 'durations' as const, key: '2026-12 A', values: [9] };
      await store.append({ ...new SampleLog().intakes(1), counters: [...rows, other] });
      const told = (await store.countersUnder('rates', '2026-12 ')).map(({ key }) => key);
      expect(told).toEqual(['2026-12 ', '2026-12 A', '2026-12 \u{10000}']);
      expect(await store.countersUnder('durations', '2026-12 ')).toEqual([other]);
      expect(await store.countersUnder('rates', '2025')).toEqual([]);
    });

    it('[STO11] keys live the days they are promised and go after that', async () => {
      const store = open();
      const log = new SampleLog({ day: 20261230 });
      const group = log.intakes(1, 20261230);
      const hashes = group.keys.map(({ hash }) => hash);
      await store.append(group);
      // Days without a filing are no days: a clock far ahead ends nobody's keys.
      for (const day of [20261231, 20270102, 20280102]) await store.append(log.intakes(1, day));
      expect(await store.keys(hashes)).toEqual(group.keys);
      await store.append(log.intakes(1, 20280103));
      expect(await store.keys(hashes)).toEqual([]);
    });

    it('[STO12] an erased case keeps its history and loses its texts; the erasure waits to be confirmed', async () => {
      const store = open();
      const log = new SampleLog();
      await store.append(log.intakes(2));
      await store.append(log.erases(first));
      expect(await store.texts(first)).toEqual([]);
      expect(await store.texts(second)).toHaveLength(1);
      expect(await store.history(first)).toHaveLength(5);
      expect(await store.pendingErasures()).toEqual([{ caseId: first, keySlot: 0 }]);
      await store.confirmErased([first]);
      expect(await store.pendingErasures()).toEqual([]);
    });

    it('[STO13] every row that is read is counted', async () => {
      const store = open();
      await store.append(new SampleLog().intakes(3));
      const before = store.rowsRead;
      await store.events(0, 100);
      expect(store.rowsRead - before).toBe(9);
      await openRowsOf(store);
      expect(store.rowsRead - before).toBe(12);
      await expect(store.probe()).resolves.toBeUndefined();
    });
  });
}

async function openRowsOf(store: EventStore): Promise<readonly OpenRow[]> {
  const rows: OpenRow[] = [];
  for await (const page of store.openRows()) rows.push(...page);
  return rows;
}
