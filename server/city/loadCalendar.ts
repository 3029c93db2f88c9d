import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarYearSchema } from '../../shared/domain/calendarYear.ts';
import type { CalendarYear } from '../../shared/domain/calendarYear.ts';
import { isWeekend, WorkCalendar } from '../../shared/domain/WorkCalendar.ts';
import { packageRoot } from '../packageRoot.ts';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { loadStatutoryDays, STATUTORY_FILE, statutoryFault } from './statutoryDays.ts';

/** Where the calendar that a pack names lies. */
export function calendarFolder(id: string): string {
  return join(packageRoot(), 'data', 'calendars', id);
}

/** The calendar in a folder, one file a year without a hole; StartError with one sentence that names file and field. */
export function loadCalendar(folder: string): WorkCalendar {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== STATUTORY_FILE);
  if (files.length === 0) throw new StartError(`${folder} holds no year of a calendar.`);
  const years = files.sort().map((file) => yearIn(folder, file));
  const statutory = loadStatutoryDays(folder);
  for (const year of years) {
    const fault = statutoryFault(year, statutory);
    if (fault !== undefined) throw new StartError(`${join(folder, `${year.year}.json`)}, ${fault}.`);
  }
  for (const [index, { year }] of years.entries()) {
    const before = years[index - 1]?.year ?? year - 1;
    if (year !== before + 1)
      throw new StartError(
        `${join(folder, `${before + 1}.json`)} is missing: the calendar has a hole there.`,
      );
  }
  return new WorkCalendar(years);
}

function yearIn(folder: string, file: string): CalendarYear {
  const path = join(folder, file);
  const parsed = calendarYearSchema.safeParse(readJson(path));
  if (!parsed.success) throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
  const { year, days } = parsed.data;
  if (file !== `${year}.json`)
    throw new StartError(`${path}, field year: it is ${year}, so the file must be ${year}.json.`);
  const twice = repeatedDate(readFileSync(path, 'utf8'));
  if (twice !== undefined) throw new StartError(`${path}, field days.${twice}: it is there twice.`);
  for (const [date, kind] of Object.entries(days)) {
    if (!date.startsWith(`${year}-`))
      throw new StartError(`${path}, field days.${date}: it is a day of another year.`);
    if (kind === 'makeup' && !isWeekend(Number(date.replaceAll('-', ''))))
      throw new StartError(
        `${path}, field days.${date}: a make-up workday falls on a weekend, this does not.`,
      );
  }
  return parsed.data;
}

/** JSON.parse keeps the last of two equal keys and says nothing, so the text itself is looked at. */
function repeatedDate(text: string): string | undefined {
  const dates = [...text.matchAll(/"([0-9]{4}-[0-9]{2}-[0-9]{2})"\s*:/g)].map(([, date]) => date);
  return dates.find((date, index) => dates.indexOf(date) !== index);
}
