import { describe, expect, it } from 'vitest';
import type { EventStore, PastCases, PastRates } from '../../server/store/EventStore.ts';
import { DURATION_COLUMNS } from '../../shared/domain/rating/durationBuckets.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import type { RateColumn } from '../../shared/domain/rating/rateCounts.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import { SAMPLE_DAY, SampleLog } from '../support/sampleGroup.ts';

const STAYS = new AbortController().signal;
const [first, second, third] = [1, 2, 3].map((serial) => caseIdOf(SAMPLE_DAY, serial)) as [
  number,
  number,
  number,
];
const columnOf = (name: RateColumn): number => RATE_COLUMNS.indexOf(name);

function rated(key: string, ...columns: readonly RateColumn[]): Share {
  return { table: 'rates', key, adds: RATE_COLUMNS.map((column) => Number(columns.includes(column))) };
}

function took(key: string, bucket: number): Share {
  return { table: 'durations', key, adds: DURATION_COLUMNS.map((_, i) => Number(i === bucket)) };
}

const OTHER: Share = { table: 'kpi', key: 'all', adds: [1, 0, 0, 0] };

/**
 * Three cases at one unit; the second is counted more, and then goes to another unit and into another period too.
 * Where the log stood after each group.
 */
async function lives(store: EventStore) {
  const log = new SampleLog();
  const seqs: number[] = [];
  const append = async (shares: Readonly<Record<number, readonly Share[]>>): Promise<void> => {
    const group = seqs.length === 0 ? log.intakes(3) : log.goesOn(second, { type: 'CaseSigned', data: {} });
    const contributions = group.contributions.map((row) => ({
      ...row,
      shares: shares[row.caseId] ?? [OTHER],
    }));
    await store.append({ ...group, contributions });
    seqs.push(group.head.seq);
  };
  const water = rated('2026-11 water', 'cases', 'dispatched');
  await append({ [first]: [OTHER, water], [second]: [water, OTHER], [third]: [water] });
  await append({ [second]: [rated('2026-11 water', 'cases', 'signDue'), took('2026-11 water', 39)] });
  await append({ [second]: [rated('2026-11 roads', 'cases', 'signDue'), rated('2026-12 roads', 'closed')] });
  return { store, seqs: seqs as [number, number, number] };
}

const past = (seq: number, over: Partial<PastRates> = {}): PastRates => ({
  prefix: '2026-11 ',
  units: undefined,
  seq,
  ...over,
});

/** The sums that are not zero, by column and unit. */
async function sumsOf(store: EventStore, asked: PastRates): Promise<Readonly<Record<string, number>>> {
  const rows = await store.rateSumsAt(asked, STAYS);
  const told = rows.flatMap(({ key, rates, durations }) => {
    const unit = key.slice(asked.prefix.length);
    const counted = RATE_COLUMNS.map((column, i) => [`${column} ${unit}`, rates[i] ?? 0] as const);
    return [...counted, [`took ${unit}`, durations[39] ?? 0] as const];
  });
  return Object.fromEntries(told.filter(([, count]) => count > 0));
}

/** What every maker of the store owes to whoever asks about the past; `open` gives an empty one. */
export function pastRatesContract(maker: string, open: () => EventStore): void {
  describe(`${maker}: rates of the past`, () => {
    it('[STO327] the sums of the rates are those of any earlier event, of all units or of some', async () => {
      const { store, seqs } = await lives(open());
      const [taken, counted, moved] = seqs;
      expect(await sumsOf(store, past(0))).toEqual({});
      expect(await sumsOf(store, past(taken - 1))).toMatchObject({ 'cases water': 2 });
      expect(await sumsOf(store, past(taken))).toEqual({ 'cases water': 3, 'dispatched water': 3 });
      const before = { 'cases water': 3, 'dispatched water': 2, 'signDue water': 1, 'took water': 1 };
      expect(await sumsOf(store, past(counted))).toEqual(before);
      const after = { 'cases water': 2, 'dispatched water': 2, 'cases roads': 1, 'signDue roads': 1 };
      expect(await sumsOf(store, past(moved))).toEqual(after);
      expect(await sumsOf(store, past(moved, { prefix: '2026-12 ' }))).toEqual({ 'closed roads': 1 });
      expect(await sumsOf(store, past(moved, { units: ['roads', 'nobody'] }))).toEqual({
        ...{ 'cases roads': 1, 'signDue roads': 1 },
      });
    });

    it('[STO328] the cases behind the rates are those of any earlier event, by id, up to a limit', async () => {
      const { store, seqs } = await lives(open());
      const [taken, counted, moved] = seqs;
      const casesOf = (seq: number, over: Partial<PastCases> = {}) =>
        store.rateCasesAt({ ...past(seq), after: 0, columns: [columnOf('cases')], limit: 9, ...over }, STAYS);
      const told = async (seq: number, over?: Partial<PastCases>): Promise<readonly number[]> =>
        (await casesOf(seq, over)).map(({ caseId }) => caseId);
      expect(await told(taken)).toEqual([first, second, third]);
      expect(await told(taken, { limit: 2 })).toEqual([first, second]);
      expect(await told(taken, { after: first })).toEqual([second, third]);
      expect(await told(moved)).toEqual([first, second, third]);
      expect(await told(moved, { units: ['water'] })).toEqual([first, third]);
      expect(await told(moved, { units: ['roads', 'nobody'] })).toEqual([second]);
      const columns = [columnOf('signDue'), columnOf('praised')];
      expect(await told(taken, { columns })).toEqual([]);
      expect(await told(counted, { columns })).toEqual([second]);
      const [one] = await casesOf(counted, { columns });
      expect(one?.counts.map((count, i) => (count === 1 ? RATE_COLUMNS[i] : '')).filter(Boolean)).toEqual([
        ...['cases', 'signDue'],
      ]);
    });

    it('[STO320] a read of the past whose caller has gone ends', async () => {
      const { store } = await lives(open());
      const gone = AbortSignal.abort(new Error('gone'));
      await expect(store.rateSumsAt(past(9), gone)).rejects.toThrow('gone');
      const cases = { ...past(9), after: 0, columns: [0], limit: 9 };
      await expect(store.rateCasesAt(cases, gone)).rejects.toThrow('gone');
    });
  });
}
