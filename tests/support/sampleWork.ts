import { WorkCalendar } from '../../shared/domain/WorkCalendar.ts';

const OCTOBER = ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => [`2025-10-${day}`, 'holiday']);

/** The autumn of 2025 as announced, 2026 without a holiday, and nothing known of any other year. */
export const SAMPLE_WORK = new WorkCalendar([
  {
    year: 2025,
    source: 'made up for tests after the notice for 2025',
    licence: 'none',
    provisional: false,
    days: { ...Object.fromEntries(OCTOBER), '2025-09-28': 'makeup', '2025-10-11': 'makeup' },
  },
  { year: 2026, source: 'made up for tests', licence: 'none', provisional: false, days: {} },
]);

/** The instant of a local time in the sample city, `2025-09-30 17:00` and so on. */
export function local(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}+08:00`);
}
