import type { CaseId } from '../../../shared/domain/ids.ts';
import type { CaseRates, ContributionRow, PastCases, PastRates, RateSums } from '../EventStore.ts';

/** Of each case the contribution in force at `seq`. */
export function* inForce(
  contributions: ReadonlyMap<CaseId, readonly ContributionRow[]>,
  seq: number,
): Iterable<ContributionRow> {
  for (const own of contributions.values()) {
    const row = own.findLast(({ fromSeq }) => fromSeq <= seq);
    if (row !== undefined) yield row;
  }
}

/** What these contributions, one a case, add up to by key. */
export function sumsIn(rows: Iterable<ContributionRow>, { prefix, units }: PastRates): RateSums[] {
  const sums = new Map<string, { rates: number[]; durations: number[] }>();
  for (const { table, key, adds } of [...rows].flatMap(({ shares }) => shares)) {
    if ((table !== 'rates' && table !== 'durations') || !isUnder(key, prefix, units)) continue;
    const row = sums.get(key) ?? { rates: [], durations: [] };
    sums.set(key, { ...row, [table]: adds.map((add, i) => add + (row[table][i] ?? 0)) });
  }
  return [...sums].map(([key, row]) => ({ key, ...row }));
}

/** The cases among these contributions that were asked for, by id. */
export function casesIn(rows: Iterable<ContributionRow>, asked: PastCases): CaseRates[] {
  const { prefix, units, after, columns, limit } = asked;
  const found: CaseRates[] = [];
  for (const { caseId, shares } of rows) {
    const share = shares.find(({ table, key }) => table === 'rates' && isUnder(key, prefix, units));
    if (caseId > after && share !== undefined && columns.some((column) => share.adds[column] !== 0))
      found.push({ caseId, counts: share.adds });
  }
  return found.sort((a, b) => a.caseId - b.caseId).slice(0, limit);
}

function isUnder(key: string, prefix: string, units: readonly string[] | undefined): boolean {
  return key.startsWith(prefix) && (units === undefined || units.includes(key.slice(prefix.length)));
}
