import { must } from '../../lib/assert.ts';
import { dayBefore } from '../../lib/localDays.ts';
import type { Calendar } from '../Calendar.ts';
import type { DayWindow } from '../packParts.ts';
import type { Policy } from '../policy.ts';
import type { WorkCalendar } from '../WorkCalendar.ts';
import type { Stretch } from './OpenHours.ts';
import { OpenHours } from './OpenHours.ts';

/**
 * Which time is counted: what a citizen's quiet hours leave (of contact, of callback), the opening hours of
 * working days, whole working days, or whole days.
 */
export type HoursName = 'contact' | 'callback' | 'opening' | 'workingDays' | 'allDays';

const MINUTES_A_DAY = 1_440;
const WHOLE_DAY: readonly Stretch[] = [{ from: 0, to: MINUTES_A_DAY }];

/** The open hours that a policy speaks of, made once and kept with the days they have worked out. */
export class PolicyHours {
  readonly #calendar: Calendar;
  readonly #work: WorkCalendar | undefined;
  readonly #made = new Map<Policy, Map<HoursName, OpenHours>>();

  constructor(calendar: Calendar, work: WorkCalendar | undefined) {
    this.#calendar = calendar;
    this.#work = work;
  }

  /** Throws InvariantError on the first question about working time where the city has no work calendar. */
  of(policy: Policy, name: HoursName): OpenHours {
    const made = this.#made.get(policy) ?? new Map<HoursName, OpenHours>();
    this.#made.set(policy, made);
    const hours = made.get(name) ?? this.#make(policy, name);
    made.set(name, hours);
    return hours;
  }

  #make(policy: Policy, name: HoursName): OpenHours {
    if (name === 'opening') return this.#onWorkingDays(policy.workingHours.map(stretchOf));
    if (name === 'workingDays') return this.#onWorkingDays(WHOLE_DAY);
    const open = name === 'allDays' ? WHOLE_DAY : outside(stretchOf(policy.quietHours[name]));
    return new OpenHours(this.#calendar, () => ({ open, provisional: false }));
  }

  /** Hours over midnight belong to the day on which they begin: a Friday's night shift ends on the Saturday. */
  #onWorkingDays(open: readonly Stretch[]): OpenHours {
    const evening = open.map(({ from, to }) => (from < to ? { from, to } : { from, to: MINUTES_A_DAY }));
    const morning = open.filter(({ from, to }) => from > to && to > 0).map(({ to }) => ({ from: 0, to }));
    return new OpenHours(this.#calendar, (date) => {
      const work = must(this.#work, 'working time needs a work calendar');
      const own = work.isWorking(date) ? evening : [];
      if (morning.length === 0) return { open: own, provisional: work.kindOf(date).provisional };
      const before = dayBefore(date, 1);
      const provisional = work.kindOf(date).provisional || work.kindOf(before).provisional;
      return { open: work.isWorking(before) ? [...morning, ...own] : own, provisional };
    });
  }
}

export function stretchOf({ from, to }: DayWindow): Stretch {
  return { from: minuteOf(from), to: minuteOf(to) };
}

/** How long a window is, in minutes. */
export function minutesIn(window: DayWindow): number {
  const { from, to } = stretchOf(window);
  return from < to ? to - from : to + MINUTES_A_DAY - from;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** What a day has left beside one stretch; a stretch that ends before it begins runs over midnight. */
function outside({ from, to }: Stretch): readonly Stretch[] {
  if (from > to) return [{ from: to, to: from }];
  return [
    { from: 0, to: from },
    { from: to, to: MINUTES_A_DAY },
  ].filter((stretch) => stretch.from < stretch.to);
}
