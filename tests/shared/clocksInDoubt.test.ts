import { expect, it } from 'vitest';
import { decide } from '../../shared/domain/case/decide.ts';
import type { CaseOrder } from '../../shared/domain/case/CaseCommand.ts';
import { beijing, DISPATCH, FEEDBACK, TO_CALLBACK, TO_WORK } from '../support/beijingCase.ts';
import { CaseScenario, NOT_SOLVED, STEPS } from '../support/caseScenario.ts';
import type { Step } from '../support/caseScenario.ts';
import { SAMPLE_NOW } from '../support/sampleCity.ts';

const HOUR = 3_600_000;
const city = beijing();

/** What an act records at `now`, which the monotonic clock says is `estimatedAt`. */
function recorded(before: readonly Step[], step: Step, now: number, estimatedAt: number) {
  const { standing } = new CaseScenario({ city }).registered().given(...before);
  const command = { ...step, caseId: standing.id } as CaseOrder;
  const actor = { role: 'integration', id: 'key-1' } as const;
  const decided = decide(standing, command, { now, estimatedAt, city, actor, holdBreaches: true });
  return decided.ok ? decided.value.events : decided.refusal;
}

it.each<[string, readonly Step[], Step]>([
  ['accepted', [], STEPS.AcceptCase],
  ['dispatched', [STEPS.AcceptCase], DISPATCH],
  ['fed back', TO_WORK, FEEDBACK],
  ['passed', TO_CALLBACK.slice(0, -1), STEPS.PassFeedback],
  ['reworked', [...TO_CALLBACK, NOT_SOLVED], STEPS.Rework],
])(
  '[CASE298] of a case that is %s in doubt, working hours count from the later of its two times',
  (_what, before, step) => {
    const late = SAMPLE_NOW + 40 * HOUR;
    const sane = recorded(before, step, late, late);
    expect(sane).toMatchObject([{ data: { clocks: expect.anything() as unknown } }]);
    expect(recorded(before, step, late, late - 30 * HOUR)).toEqual(sane);
    expect(recorded(before, step, late - 30 * HOUR, late)).toEqual(sane);
  },
);
