import type { CityPack } from '../../shared/domain/cityPack.ts';
import { minutesIn } from '../../shared/domain/clock/PolicyHours.ts';
import type { Limit, Policy } from '../../shared/domain/policy.ts';
import { CLOCK_KINDS, LEVELS } from '../../shared/domain/vocabulary.ts';
import type { ClockKind, Level } from '../../shared/domain/vocabulary.ts';
import type { Fault } from './Fault.ts';

type At = (...path: readonly (string | number)[]) => Fault['field'];

/** The first thing in a policy by which a case could neither go on nor end; undefined where each can be lived with. */
export function policyFault(pack: CityPack): Fault | undefined {
  for (const [index, policy] of pack.policies.entries()) {
    const at: At = (...path) => ['policies', index, ...path];
    const fault = workingTimeFault(pack, policy, at) ?? reachFault(policy, at) ?? deadEndFault(policy, at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Working time is only known where the pack says which days are worked. */
function workingTimeFault({ workCalendar }: CityPack, policy: Policy, at: At): Fault | undefined {
  if (workCalendar !== undefined) return undefined;
  if (policy.rollHoliday)
    return { field: at('rollHoliday'), what: 'it needs a workCalendar, and there is none' };
  const found = findLimit(policy, (limit) => typeof limit === 'object' && limit.basis === 'working');
  if (found === undefined) return undefined;
  return { field: at('budgets', ...found), what: 'working time needs a workCalendar, and there is none' };
}

/** So many days that are open at all are looked for behind a start; holidays and weekends come on top. */
const MOST_OPEN_DAYS = 1_500;

/** A limit that hours of a few minutes a day stretch over many years would never be worked out. */
function reachFault(policy: Policy, at: At): Fault | undefined {
  const found = findLimit(policy, (limit, kind) => openDays(policy, limit, kind) > MOST_OPEN_DAYS);
  if (found === undefined) return undefined;
  return {
    field: at('budgets', ...found),
    what: `the hours stretch it over more than ${MOST_OPEN_DAYS} days`,
  };
}

function openDays({ workingHours, quietHours }: Policy, limit: Limit, kind: ClockKind): number {
  if (typeof limit === 'number' || !('minutes' in limit) || limit.basis === 'natural') return 0;
  if (limit.basis === 'working')
    return limit.minutes / workingHours.map(minutesIn).reduce((sum, minutes) => sum + minutes, 0);
  const quiet = kind === 'callback' ? quietHours.callback : quietHours.contact;
  return limit.minutes / (quiet.from === quiet.to ? 1_440 : 1_440 - minutesIn(quiet));
}

/**
 * 不解决不结案 needs other ways out for a case that stays unsolved when no round is left. Refused in every policy, also in one
 * that asks nobody: a case that waits for a callback is judged by the policy of the day.
 */
function deadEndFault({ closeRequiresSolved }: Policy, at: At): Fault | undefined {
  if (!closeRequiresSolved) return undefined;
  return {
    field: at('closeRequiresSolved'),
    what:
      'a case that is unsolved when no attempt is left could never end, since hanging it, consulting and escalating ' +
      'are not there yet; leave it out',
  };
}

function findLimit(
  { budgets }: Policy,
  isMeant: (limit: Limit, kind: ClockKind) => boolean,
): readonly [ClockKind, Level] | undefined {
  for (const kind of CLOCK_KINDS) {
    const of = budgets[kind];
    const level = of && LEVELS.find((name) => isMeant(of[name], kind));
    if (level !== undefined) return [kind, level];
  }
  return undefined;
}
