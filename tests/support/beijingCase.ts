import { loadCity } from '../../server/loadCity.ts';
import { calendarFolder, loadCalendar } from '../../server/city/loadCalendar.ts';
import { City } from '../../shared/domain/City.ts';
import type { Clock } from '../../shared/domain/clock/Clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { ClockKind, Level } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/lib/assert.ts';
import { CaseScenario, NOT_SOLVED, STEPS } from './caseScenario.ts';
import type { Step } from './caseScenario.ts';
import { local } from './sampleWork.ts';

const BEIJING = loadCity('beijing');

/** The pack of Beijing as it is, or with what a test changes of its policies. */
export function beijing(changes: Partial<Policy> = {}): City {
  const { pack } = BEIJING;
  const work = loadCalendar(calendarFolder(must(pack.workCalendar, 'Beijing has a calendar')));
  return new City({ ...pack, policies: pack.policies.map((policy) => ({ ...policy, ...changes })) }, work);
}

/** A unit of the pack has the case. */
export const DISPATCH: Step = {
  type: 'Dispatch',
  payload: { hostUnitCode: '110101001', coUnitCodes: [] },
};
/** As long as the policy asks for. */
export const FEEDBACK: Step = {
  type: 'SubmitFeedback',
  payload: { result: '已到现场查看，路面坑洼已经修复完毕，并已告知来电人。' },
};
const { AcceptCase, Sign, RecordContact, PassFeedback, RecordCallback, Rework } = STEPS;
export const TO_UNIT: readonly Step[] = [AcceptCase, DISPATCH];
export const TO_WORK: readonly Step[] = [...TO_UNIT, Sign, RecordContact];
export const TO_CALLBACK: readonly Step[] = [...TO_WORK, FEEDBACK, PassFeedback];
export const ANOTHER_ROUND: readonly Step[] = [Sign, RecordContact, FEEDBACK, PassFeedback];

/** For each kind of clock what starts it, all at one instant, and what stops it. */
const WAYS: Readonly<Record<ClockKind, { readonly start: readonly Step[]; readonly stop: readonly Step[] }>> =
  {
    dispatch: { start: [AcceptCase], stop: [DISPATCH] },
    sign: { start: TO_UNIT, stop: [Sign] },
    contact: { start: [...TO_UNIT, Sign], stop: [RecordContact] },
    handle: { start: TO_WORK, stop: [FEEDBACK, PassFeedback] },
    review: { start: [...TO_WORK, FEEDBACK], stop: [PassFeedback] },
    citizen: { start: [AcceptCase], stop: [STEPS.AnswerDirectly] },
    callback: { start: TO_CALLBACK, stop: [RecordCallback] },
    rework: { start: [...TO_CALLBACK, NOT_SOLVED, Rework], stop: ANOTHER_ROUND },
  };

/** The last clock of a kind that the case has. */
export function lastClock({ standing }: CaseScenario, kind: ClockKind): Clock {
  return must(
    standing.clocks.findLast((clock) => clock.kind === kind),
    `the case has no clock ${kind}`,
  );
}

/** The instants at which breaches of one kind of clock were due, as the case's events tell them. */
export function breachesOf({ events }: CaseScenario, kind: ClockKind): readonly number[] {
  return events.flatMap((event) =>
    event.type === 'CaseClockBreached' && event.data.clock === kind ? [event.data.breachedAt] : [],
  );
}

/** A case of Beijing that is filed at a local time. */
export function beijingCase(level: Level, time: string, city: City = BEIJING): CaseScenario {
  return new CaseScenario({ city, now: local(time) }).registered({ level });
}

/** A case whose clock of this kind starts at a local time. */
export function startedCase(kind: ClockKind, level: Level, from: string, city: City = BEIJING): CaseScenario {
  return beijingCase(level, from, city).given(...WAYS[kind].start);
}

/** What becomes of the clock that is stopped at an instant, by what is done then. */
export function stoppedAt(scenario: CaseScenario, kind: ClockKind, at: number): Clock {
  scenario.now = at;
  return lastClock(scenario.given(...WAYS[kind].stop), kind);
}
