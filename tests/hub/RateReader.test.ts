import { describe, expect, it } from 'vitest';
import type { PeriodCounts } from '../../server/hub/RateReader.ts';
import { seqAt } from '../../server/hub/seqAt.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { Period } from '../../shared/domain/rating/Period.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import { must } from '../../shared/lib/assert.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { independentRates } from '../support/independentRates.ts';
import type { Rates } from '../support/independentRates.ts';
import { accepted, filing, intake, laneHub, ordering } from '../support/laneHub.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { SAMPLE_BUDGETS, limits } from '../support/sampleCity.ts';
import { ratedLife, timePasses } from '../support/ratedLife.ts';
import { caseEventsOf } from '../support/caseEventsOf.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const at = (text: string) => Date.parse(`${text}+08:00`);

const ALL = { units: undefined, after: 0, columns: RATE_COLUMNS.map((_, i) => i), limit: 1_000 };

type Rig = Awaited<ReturnType<typeof laneHub>>;

const named = (rig: Rig, label: string): Period => must(rig.city.periods.named(label), 'no period');

/** The counts that are not zero, by `YYYY-MM unit`. */
function told({ period, rates }: PeriodCounts): Rates {
  const rows = [...rates].map(([unit, cells]) => {
    const counts = RATE_COLUMNS.map((column, i) => [column, cells[i] ?? 0] as const);
    return [`${period.label} ${unit}`, Object.fromEntries(counts.filter(([, count]) => count > 0))] as const;
  });
  return Object.fromEntries(rows.filter(([, row]) => Object.keys(row).length > 0));
}

function ofPeriod(rates: Rates, label: string): Rates {
  return Object.fromEntries(
    Object.entries(rates).filter(([key, row]) => key.startsWith(label) && Object.keys(row).length > 0),
  );
}

const allEvents = (rig: Rig) => caseEventsOf(rig.store);

async function sign(hub: Hub, state: CaseState): Promise<void> {
  accepted(await hub.submit(ordering({ type: 'Sign', caseId: state.id, payload: {} })));
}

describe('the counts behind the rates', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[RAT60] kept case by case equal those worked out of the log by other code (seed %d)',
    async (seed) => {
      const rig = await laneHub(ratedCity());
      await ratedLife(seed, rig);
      const expected = independentRates(await allEvents(rig));
      const labels = new Set(Object.keys(expected).map((key) => key.slice(0, 7)));
      expect(labels.size).toBeGreaterThan(1);
      for (const label of labels) {
        const counts = await rig.hub.rates.countsOf(named(rig, label), rig.hub.seq);
        expect([label, told(counts)]).toEqual([label, ofPeriod(expected, label)]);
      }
      const shown = rig.hub.room('wall').snapshotOf('rates')?.snapshot.rows ?? [];
      expect(shown.filter((row) => row.slice(1).some((cell) => cell !== 0))).toHaveLength(
        Object.values(expected).filter((row) => Object.keys(row).length > 0).length,
      );
      await rig.hub.close();
    },
  );

  it.each([11, 12, 13])('[RAT61] as of any earlier event are what they were then (seed %d)', async (seed) => {
    const rig = await laneHub(ratedCity());
    const seqs = await ratedLife(seed, rig);
    const events = await allEvents(rig);
    for (const part of [0, 0.1, 0.3, 0.5, 0.7, 0.99]) {
      const seq = seqs[Math.floor(part * seqs.length)] ?? 0;
      const expected = independentRates(events, seq);
      for (const label of ['2026-12', '2027-01']) {
        const counts = await rig.hub.rates.countsOf(named(rig, label), seq);
        expect([seq, counts.seq, told(counts)]).toEqual([seq, seq, ofPeriod(expected, label)]);
      }
    }
    await rig.hub.close();
  });

  it('[RAT62] of a frozen period stay as of its cutoff, whatever happens later', async () => {
    const rig = await laneHub(ratedCity());
    const { state } = accepted(await rig.hub.submit(filing(intake({ hostUnitCode: 'E1', level: 'L4' }))));
    await sign(rig.hub, state);
    await timePasses(rig, at('2026-12-29T00:00:00') - rig.clock.now());
    const period = named(rig, '2026-12');
    const provisional = await rig.hub.rates.countsOf(period);
    expect([provisional.state, provisional.seq]).toEqual(['provisional', rig.hub.seq]);
    await timePasses(rig, 5 * MINUTE);
    const frozen = await rig.hub.rates.countsOf(period);
    expect(frozen).toMatchObject({ state: 'frozen', seq: provisional.seq });
    const payload = { reached: true, note: 'called' };
    accepted(await rig.hub.submit(ordering({ type: 'RecordContact', caseId: state.id, payload })));
    const result = { result: 'done at last' };
    accepted(await rig.hub.submit(ordering({ type: 'SubmitFeedback', caseId: state.id, payload: result })));
    expect(told(await rig.hub.rates.countsOf(period))).toEqual(told(frozen));
    // The counters have gone on: asked as of now, the feedback is there.
    const now = told(await rig.hub.rates.countsOf(period, rig.hub.seq));
    expect(now['2026-12 E1']).toMatchObject({ feedbacks: 1 });
    expect(told(frozen)['2026-12 E1']).not.toHaveProperty('feedbacks');
    await rig.hub.close();
  });

  it('[RAT63] a case is found however long before the period it was registered', async () => {
    const rig = await laneHub(ratedCity());
    const { state } = accepted(await rig.hub.submit(filing(intake())));
    await timePasses(rig, 200 * DAY);
    const payload = { hostUnitCode: 'E1', coUnitCodes: [] };
    accepted(await rig.hub.submit(ordering({ type: 'Dispatch', caseId: state.id, payload })));
    const seq = rig.hub.seq;
    await rig.hub.submit(filing(intake()));
    const period = must(rig.city.periods.at(rig.clock.now()), 'no period');
    const counts = await rig.hub.rates.countsOf(period, seq);
    expect(told(counts)).toEqual({ [`${period.label} E1`]: { dispatched: 1 } });
    const cases = await rig.hub.rates.casesOf(period, seq, ALL);
    expect(cases.map(({ caseId }) => caseId)).toEqual([state.id]);
    await rig.hub.close();
  });

  it('[RAT63] a case is found by a deadline in the period, though all that happened to it was long before', async () => {
    const handle = limits(40 * 1_440);
    const rig = await laneHub(ratedCity({}, { policy: { budgets: { ...SAMPLE_BUDGETS, handle } } }));
    await timePasses(rig, at('2026-10-15T10:00:00') - rig.clock.now());
    const { state } = accepted(await rig.hub.submit(filing(intake({ hostUnitCode: 'E1' }))));
    const caseId = state.id;
    const orders: readonly CaseOrder[] = [
      { type: 'Sign', caseId, payload: {} },
      { type: 'RecordContact', caseId, payload: { reached: true, note: 'called' } },
      { type: 'SubmitFeedback', caseId, payload: { result: 'it is done' } },
      { type: 'PassFeedback', caseId, payload: {} },
    ];
    for (const order of orders) accepted(await rig.hub.submit(ordering(order)));
    const seq = rig.hub.seq;
    await rig.hub.submit(filing(intake()));
    // Due on 2026-11-24, in a period that began 35 days after the last event.
    const counts = await rig.hub.rates.countsOf(named(rig, '2026-12'), seq);
    expect(told(counts)).toEqual({ '2026-12 E1': { handleDue: 1, handleOnTime: 1 } });
    await rig.hub.close();
  });

  it.each([21, 22])('[EXP1] the cases behind them add up to them, page by page (seed %d)', async (seed) => {
    const rig = await laneHub(ratedCity());
    await ratedLife(seed, rig);
    const period = named(rig, '2026-12');
    const { rates, seq } = await rig.hub.rates.countsOf(period);
    for (const unit of ['E1', 'ROADS', 'unassigned']) {
      const sum = RATE_COLUMNS.map(() => 0);
      let after = 0;
      for (const one of await rig.hub.rates.casesOf(period, seq, { ...ALL, units: [unit] })) {
        expect(one.caseId).toBeGreaterThan(after);
        after = one.caseId;
        one.counts.forEach((count, i) => (sum[i] = (sum[i] ?? 0) + count));
      }
      expect([unit, sum]).toEqual([unit, rates.get(unit) ?? RATE_COLUMNS.map(() => 0)]);
    }
    await rig.hub.close();
  });

  it('[RAT64] how long the work took is kept, told as of any event, and sent to no screen', async () => {
    const rig = await laneHub(ratedCity());
    const seqs = await ratedLife(31, rig, 400);
    const period = named(rig, '2026-12');
    const total = ({ durations }: PeriodCounts) =>
      [...durations.values()].flat().reduce((sum, n) => sum + n, 0);
    const now = await rig.hub.rates.countsOf(period, rig.hub.seq);
    const passed = (await allEvents(rig)).filter(({ type }) => type === 'CaseFeedbackPassed');
    expect(total(now)).toBeGreaterThan(3);
    expect(total(now)).toBeLessThanOrEqual(passed.length);
    const before = seqs.findLast((seq) => seq < (passed[2]?.seq ?? 0)) ?? 0;
    expect(total(await rig.hub.rates.countsOf(period, before))).toBeLessThanOrEqual(2);
    expect(rig.hub.room('wall').snapshotOf('durations')).toBeUndefined();
    await rig.hub.close();
    const again = await rig.start('second');
    expect((await again.rates.countsOf(period, again.seq)).durations).toEqual(now.durations);
    await again.close();
  });
});

describe('two consoles at once', () => {
  it('[E21] one dispatch wins, the other is stale, and the case counts once', async () => {
    const rig = await laneHub(ratedCity());
    const { state } = accepted(await rig.hub.submit(filing(intake())));
    const order = (hostUnitCode: string) =>
      ordering(
        { type: 'Dispatch', caseId: state.id, payload: { hostUnitCode, coUnitCodes: [] } },
        state.version,
      );
    const replies = await Promise.all([rig.hub.submit(order('E1')), rig.hub.submit(order('W1'))]);
    expect(replies[0]?.ok).toBe(true);
    expect(replies[1]).toMatchObject({ ok: false, refusal: { code: 'stale' } });
    const events = (await allEvents(rig)).filter(({ type }) => type === 'CaseDispatched');
    expect(events).toHaveLength(1);
    expect(Object.keys(told(await rig.hub.rates.countsOf(named(rig, '2026-12'))))).toEqual(['2026-12 E1']);
    await rig.hub.close();
  });
});

describe('the event of an instant', () => {
  it('[RAT65] is the last one at or before it, found in a log of any length', async () => {
    const rig = await laneHub(ratedCity());
    const start = rig.clock.now();
    for (let n = 0; n < 9; n++) {
      await rig.hub.submit(filing(intake()));
      rig.clock.stepWall(10 * MINUTE);
    }
    const events = await allEvents(rig);
    for (let n = -1; n < 9; n++) {
      for (const ms of [-1, 0, 1, 5 * MINUTE]) {
        const instant = start + n * 10 * MINUTE + ms;
        const expected = events.findLast((event) => event.at <= instant)?.seq ?? 0;
        expect([n, ms, await seqAt(rig.store, instant)]).toEqual([n, ms, expected]);
      }
    }
    await rig.hub.close();
  });

  it('[RAT65] is the same whether the log has gone on or not', async () => {
    const rig = await laneHub(ratedCity());
    await ratedLife(41, rig, 60);
    const instant = rig.clock.now() - 3 * DAY;
    const before = await seqAt(rig.store, instant);
    await ratedLife(42, rig, 60);
    expect(await seqAt(rig.store, instant)).toBe(before);
    expect(await seqAt((await laneHub()).store, new FakeClock().now())).toBe(0);
    await rig.hub.close();
  });
});
