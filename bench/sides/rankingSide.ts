import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import type { Ranked } from '../../shared/domain/rating/Ranking.ts';
import { Ranking } from '../../shared/domain/rating/Ranking.ts';
import { RATE_COLUMNS, rateCountsOf } from '../../shared/domain/rating/rateCounts.ts';
import type { RateColumn } from '../../shared/domain/rating/rateCounts.ts';
import { standingOf } from '../../shared/domain/rating/Standing.ts';
import { must } from '../../shared/lib/assert.ts';
import { RANKED_UNITS, RatedCases } from '../data/RatedCases.ts';
import type { Said } from '../data/RatedCases.ts';

const PROFILE = metricProfileSchema.parse({
  id: 'bench',
  names: { zh: '基准', en: 'Bench' },
  from: '2020-01-01',
  weights: { response: 0.1, solve: 0.5, satisfaction: 0.4 },
  basicFactor: 0.9,
});

let cases: RatedCases | undefined;
/** By unit, as the `rates` table has them. */
const rows: (readonly number[])[] = Array.from({ length: RANKED_UNITS }, () => RATE_COLUMNS.map(() => 0));
const ranking = new Ranking();

/** The ranking kept up case by case, and the same asked of a database each time. */
export const rankingSide = {
  build(path: string, count: number): void {
    cases = new RatedCases(path);
    cases.fill(count, (said) => {
      rows[said.unit] = heard(said);
    });
    rows.forEach(rank);
  },
  /** So many requesters say something: nanoseconds for each until its unit stands in its new place. */
  events(count: number): number {
    const { next, add } = boundTo(must(cases, 'nothing was built'));
    const all = Array.from({ length: count }, next);
    const startedAt = performance.now();
    for (const said of all) {
      const row = heard(said);
      rows[said.unit] = row;
      rank(row, said.unit);
    }
    const ns = ((performance.now() - startedAt) * 1e6) / count;
    add(all);
    return ns;
  },
  /** Nanoseconds of one query for the counts of all units; ranking them is left out. */
  query(): number {
    const startedAt = performance.now();
    must(cases, 'nothing was built').counts();
    return (performance.now() - startedAt) * 1e6;
  },
  /** How many rows of the ranking differ from one made of the database's counts. */
  differences(): number {
    const asked = new Ranking();
    for (const [unit, of] of must(cases, 'nothing was built').counts())
      asked.put(standingOf(String(unit), of, PROFILE));
    const theirs = rowsOf(asked);
    const ours = rowsOf(ranking);
    return ours.filter((row, i) => row !== theirs[i]).length + Math.abs(theirs.length - ours.length);
  },
};

const column = (name: RateColumn): number => RATE_COLUMNS.indexOf(name);
const VALID = column('valid');
const RATED = column('rated');
const CONTACTED = column('contacted');
const SOLVED = column('solved');
const SATISFIED = column('satisfied');
const BASIC = column('basic');

function heard({ unit, contacted, solved, satisfied, basic }: Said): readonly number[] {
  const row = [...must(rows[unit], 'there is no such unit')];
  const count = (at: number, more: number): void => {
    row[at] = (row[at] ?? 0) + more;
  };
  count(VALID, 1);
  count(RATED, 1);
  count(CONTACTED, contacted);
  count(SOLVED, solved);
  count(SATISFIED, satisfied);
  count(BASIC, basic);
  return row;
}

function rank(row: readonly number[], unit: number): void {
  ranking.put(standingOf(String(unit), rateCountsOf(row), PROFILE));
}

function boundTo(of: RatedCases) {
  return { next: () => of.next(), add: (all: readonly Said[]) => of.add(all) };
}

function rowsOf(of: Ranking): readonly string[] {
  return of
    .ranked(PROFILE.minSample)
    .map(({ standing, rank }: Ranked) => `${rank} ${standing.code} ${standing.valid}`);
}
