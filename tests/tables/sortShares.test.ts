import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import { CaseScenario, PATHS, STEPS } from '../support/caseScenario.ts';
import { sampleCity } from '../support/sampleCity.ts';

const city = sampleCity();

function rows(state: CaseState, table: 'categories' | 'channels') {
  return contribute(state, city)
    .filter((share) => share.table === table)
    .map(({ key, adds }) => [key, ...adds]);
}

describe('cases by category and by channel', () => {
  it('[CTB9] count once under the local day of registration, with how they stand', () => {
    // 2026-11-21 23:59 in Shanghai; what follows is the next day.
    const one = new CaseScenario({ now: Date.UTC(2026, 10, 21, 15, 59) }).registered({
      categoryCode: '030300',
    });
    one.pass(2).given(STEPS.AcceptCase);
    expect(rows(one.standing, 'categories')).toEqual([['20261121 030300', 1, 1, 0, 0]]);
    expect(rows(one.standing, 'channels')).toEqual([['20261121 phone', 1]]);
    one.pass(60 * 24 * 30).fire();
    expect(rows(one.standing, 'categories')).toEqual([['20261121 030300', 1, 1, 1, 0]]);
    // Taken back is neither open nor closed.
    one.given(STEPS.Withdraw);
    expect(rows(one.standing, 'categories')).toEqual([['20261121 030300', 1, 0, 0, 0]]);
  });

  it('[CTB9] an unknown category counts as unknown', () => {
    const { standing } = new CaseScenario().registered().given(...PATHS.accepted);
    expect(rows(standing, 'categories')).toEqual([['20261121 unknown', 1, 1, 0, 0]]);
  });

  it.each([{ confidential: true }, { kind: 'report' as const }])(
    '[CTB10] no category is told of %j',
    (changes) => {
      const { standing } = new CaseScenario().registered({ categoryCode: '030300', ...changes });
      expect(rows(standing, 'categories')).toEqual([['20261121 withheld', 1, 1, 0, 0]]);
      expect(rows(standing, 'channels')).toEqual([['20261121 phone', 1]]);
    },
  );
});
