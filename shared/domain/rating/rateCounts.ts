/**
 * What the rates of one unit in one period are made of (domain.md §2.6, ids M…). Every count is a number of
 * cases, so districts and the city are sums, and a rate is a quotient of two sums, never a mean of rates. Only
 * scored kinds count, but for `accepted`, `answered` and M23, where each kind does; what a pack's profile asks for
 * decides the period of each.
 */
export const RATE_COLUMNS = [
  /** Cases attributed to the period. */
  'cases',
  /** M1–M4: cases with a valid callback, and what those said. `rated` gave a grade as well. */
  'valid',
  'contacted',
  'solved',
  'rated',
  'satisfied',
  'basic',
  /** M6, M9: dispatched in the period, in time; of those, ended by now. */
  'dispatched',
  'dispatchedOnTime',
  'dispatchedClosed',
  /** M7, M8: first-round sign and handle clocks due in the period that came to an end, and those that were met. */
  'signDue',
  'signOnTime',
  'handleDue',
  'handleOnTime',
  /** M13: cases with a feedback, and those that went into another round. */
  'feedbacks',
  'reworked',
  /** M16: cases whose callbacks began. */
  'calledBack',
  /** M17: closed cases, and those solved in the first round. */
  'closed',
  'firstFixed',
  /** M18: cases of any kind accepted in the period, and those of them that the hotline answered itself. */
  'accepted',
  'answered',
  /** M23: praise; cases of any kind that came in without a citizen's call, and those of them that are closed. */
  'praised',
  'proactive',
  'proactiveClosed',
] as const;

export type RateColumn = (typeof RATE_COLUMNS)[number];
export type RateCounts = Readonly<Record<RateColumn, number>>;

/** Has every name at once: an object that is given two dozen names one by one costs ten times as much. */
const NOTHING = Object.fromEntries(RATE_COLUMNS.map((column) => [column, 0])) as RateCounts;

/** Counts by name from cells in the order of the columns; what is missing is 0. */
export function rateCountsOf(cells: readonly number[]): RateCounts {
  const counts: Record<RateColumn, number> = { ...NOTHING };
  RATE_COLUMNS.forEach((column, i) => (counts[column] = cells[i] ?? 0));
  return counts;
}

/** Column by column: how a district or the city is had from its units. */
export function sumCounts(rows: Iterable<readonly number[]>, width: number = RATE_COLUMNS.length): number[] {
  const sum = new Array<number>(width).fill(0);
  for (const row of rows) for (let i = 0; i < width; i++) sum[i] = (sum[i] ?? 0) + (row[i] ?? 0);
  return sum;
}
