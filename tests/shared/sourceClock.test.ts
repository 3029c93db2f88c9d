import { expect, it } from 'vitest';
import { deadlinesOf } from '../../shared/domain/case/deadlines.ts';
import { sourceClock } from '../../shared/domain/clock/sourceClock.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';
import { SAMPLE_NOW } from '../support/sampleCity.ts';

const HOUR = 3_600_000;
const DUE = SAMPLE_NOW + HOUR;

/** A case that its source had promised for an hour after it came in. */
const promised = (dueAt: number | undefined = DUE) =>
  new CaseScenario().registered({ reportedAt: SAMPLE_NOW, dueAt });

it('[CASE360] the source’s own clock is judged by when the case is closed, on the very instant in time', () => {
  expect(sourceClock(promised().standing)).toMatchObject({
    kind: 'source',
    state: 'running',
    budgetMs: HOUR,
  });
  const inTime = promised()
    .pass(60)
    .given(...PATHS.closed).standing;
  expect(sourceClock(inTime)).toMatchObject({ state: 'met', stoppedAt: DUE });
  expect(inTime.marks).not.toContain('pastSourceDue');
  const late = promised()
    .pass(61)
    .given(...PATHS.closed).standing;
  expect(sourceClock(late)).toMatchObject({ state: 'breached', breachedAt: DUE });
  expect(late.marks).toContain('pastSourceDue');
  const handedOn = promised().pass(61).given(STEPS.TransferOut).standing;
  expect(sourceClock(handedOn)).toMatchObject({ state: 'cancelled' });
  expect(handedOn.marks).not.toContain('pastSourceDue');
});

it('[CASE360] a date before the report is past due from the first, and no date makes no clock', () => {
  expect(sourceClock(promised(SAMPLE_NOW - HOUR).standing)).toMatchObject({
    startAt: SAMPLE_NOW - HOUR,
    budgetMs: 0,
  });
  expect(sourceClock(new CaseScenario().registered().standing)).toBeUndefined();
});

it('[CASE360] it changes no deadline, no verdict and no number of the policy’s clocks', () => {
  const [withDate, without] = [promised(), new CaseScenario().registered({ reportedAt: SAMPLE_NOW })];
  for (const scenario of [withDate, without]) scenario.given(...PATHS.handling).pass(120);
  expect(withDate.standing.clocks).toEqual(without.standing.clocks);
  expect(deadlinesOf(withDate.standing)).toEqual(deadlinesOf(without.standing));
  expect(contribute(withDate.standing, withDate.city)).toEqual(contribute(without.standing, without.city));
});
