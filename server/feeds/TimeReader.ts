import { Calendar } from '../../shared/domain/Calendar.ts';
import { formatPieces, monthOf } from './timeFormat.ts';

type Groups = Readonly<Record<string, string | undefined>>;

/** No zone is further from Greenwich. */
const MOST_OFFSET_MINUTES = 18 * 60;

/** Reads wall-clock times and counts from 1970 in fixed formats, the first that fits. */
export class TimeReader {
  readonly #calendar: Calendar;
  readonly #patterns: readonly RegExp[];

  /** `formats` must be sound: see `formatFault`. */
  constructor(formats: readonly string[], timeZone: string) {
    this.#calendar = new Calendar(timeZone);
    this.#patterns = formats.map(patternOf);
  }

  /**
   * Epoch milliseconds, or undefined where no format fits or the date does not exist. Of an hour that a clock
   * change repeats the first is meant; a reading in an hour that it skips is taken as if it had not moved.
   */
  read(text: string): number | undefined {
    for (const pattern of this.#patterns) {
      const groups = pattern.exec(text)?.groups;
      if (groups !== undefined) return epochOf(groups) ?? this.#instant(groups);
    }
    return undefined;
  }

  #instant(groups: Groups): number | undefined {
    const part = (name: string): number => Number(groups[name] ?? 0);
    const month = groups['monthName'] === undefined ? part('month') : monthOf(groups['monthName']);
    const [year, day] = [part('year'), part('day')];
    const [hour, minute, second] = [hourOf(groups), part('minute'), part('second')];
    const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    const there = [utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate(), utc.getUTCHours()];
    const isDate = [year, month, day, hour].every((value, index) => value === there[index]);
    if (!isDate || minute > 59 || second > 59) return undefined;
    const offset = offsetMinutes(groups['offset']);
    if (Number.isNaN(offset)) return undefined;
    const at =
      offset === undefined
        ? this.#calendar.instantOf(year, month, day, hour, minute, second)
        : utc.getTime() - offset * 60_000;
    return at + Number((groups['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  }
}

function patternOf(format: string): RegExp {
  const source = formatPieces(format).map((piece) => {
    if ('part' in piece) return `(?<${piece.part}>${piece.pattern})`;
    return literal('literal' in piece ? piece.literal : piece.unknown);
  });
  return new RegExp(`^${source.join('')}$`, 'i');
}

function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, (sign) => `\\${sign}`);
}

/** Whole milliseconds of a count from 1970; undefined where the format is no count. */
function epochOf({ epochSeconds, epochMs }: Groups): number | undefined {
  if (epochSeconds !== undefined) return Math.round(Number(epochSeconds) * 1_000);
  return epochMs === undefined ? undefined : Math.round(Number(epochMs));
}

/** 0 to 23, or NaN where a clock of twelve hours shows no such hour. */
function hourOf({ hour, hour12, half = '' }: Groups): number {
  if (hour12 === undefined) return Number(hour ?? 0);
  const shown = Number(hour12);
  if (shown < 1 || shown > 12) return NaN;
  const isAfternoon = half === '下午' || half.toLowerCase().startsWith('p');
  return (shown % 12) + (isAfternoon ? 12 : 0);
}

/** Minutes ahead of Greenwich; undefined where none is given, NaN where there is no such zone. */
function offsetMinutes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.toUpperCase() === 'Z') return 0;
  const digits = text.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  if (Number(digits.slice(3)) > 59 || minutes > MOST_OFFSET_MINUTES) return NaN;
  return digits.startsWith('-') ? -minutes : minutes;
}
