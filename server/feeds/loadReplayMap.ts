import { Calendar } from '../../shared/domain/Calendar.ts';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';
import { replayMapSchema } from './replayMap.ts';
import type { ReplayMap } from './replayMap.ts';
import { formatFault } from './timeFormat.ts';

/** A mapping file, checked; StartError with one sentence that names file and field. */
export function loadReplayMap(path: string): ReplayMap {
  const parsed = replayMapSchema.safeParse(readJson(path));
  if (!parsed.success) throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
  const { timeZone, timeFormats } = parsed.data;
  try {
    new Calendar(timeZone);
  } catch (cause) {
    throw new StartError(`${path}, field timeZone: '${timeZone}' is no IANA time zone.`, { cause });
  }
  for (const [index, format] of timeFormats.entries()) {
    const fault = formatFault(format);
    if (fault === undefined) continue;
    throw new StartError(`${path}, field timeFormats.${index}: '${format}' ${fault}.`);
  }
  return parsed.data;
}
