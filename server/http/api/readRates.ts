import { ratesViewSchema } from '../../../shared/contract/ratesView.ts';
import type { FiguresView, RatesView } from '../../../shared/contract/ratesView.ts';
import { DURATION_COLUMNS } from '../../../shared/domain/rating/durationBuckets.ts';
import type { FrozenUnit } from '../../../shared/domain/rating/FrozenPeriod.ts';
import { rankUnits } from '../../../shared/domain/rating/rankUnits.ts';
import { rateCountsOf, sumCounts } from '../../../shared/domain/rating/rateCounts.ts';
import { invalidInput, refusal } from '../../../shared/domain/refusals.ts';
import { nextTurn } from '../../hub/nextTurn.ts';
import type { PeriodCounts } from '../../hub/RateReader.ts';
import { JSON_TYPE, jsonAnswer, marked, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { RATES_QUERY, parseRatesQuery } from './ratesQuery.ts';
import type { RatesQuery } from './ratesQuery.ts';
import { figuresView, periodView } from './rateViews.ts';

/** Of which group a unit is a part. */
const GROUPS = {
  none: () => undefined,
  tier: ({ tier }: FrozenUnit) => tier,
  district: ({ kind, code, parentCode }: FrozenUnit) => (kind === 'district' ? code : parentCode),
} as const;

type GroupName = keyof typeof GROUPS;
type Units = ReadonlyMap<string, FrozenUnit>;

/** `GET /metrics/rates`: counts, rates, score and rank of every unit in one period. */
export function readRates({ hub }: Edge): ApiRoute {
  return {
    method: 'GET',
    path: '/api/v1/metrics/rates',
    audience: 'viewer',
    summary: 'Counts, rates, score and rank by unit, with numerator, denominator and definition of each.',
    answer: { status: 200, type: JSON_TYPE, schema: ratesViewSchema, description: 'As of `seq`.' },
    query: [
      ...RATES_QUERY,
      { name: 'group', description: 'Sums by `tier` or by `district`, or `none`, which is the default.' },
    ],
    refusals: [
      ...(['invalid_input', 'not_found', 'not_allowed', 'too_fast'] as const),
      ...(['storage_failed', 'shutting_down'] as const),
    ],
    handle: async ({ query, caller, gone }) => {
      // Screens show what stands now; reading back costs too much for a token that hangs on many walls.
      if (caller.role === 'wall' && query.has('seq'))
        return problemAnswer(refusal('not_allowed', { role: 'wall' }));
      const group = query.get('group') ?? 'none';
      if (!isGroup(group)) return problemAnswer(invalidInput('group', 'not_in_list'));
      const signal = gone();
      const asked = await parseRatesQuery(query, hub);
      if (!asked.ok) return problemAnswer(asked.refusal);
      const counts = await hub.rates.countsOf(asked.value.period, asked.value.seq, { signal });
      return jsonAnswer(200, marked(await ratesView(counts, asked.value, group), hub.mode));
    },
  };
}

function isGroup(name: string): name is GroupName {
  return Object.hasOwn(GROUPS, name);
}

async function ratesView(
  counts: PeriodCounts,
  { isAsked }: RatesQuery,
  group: GroupName,
): Promise<RatesView> {
  const { period, state, seq } = counts;
  const units: Units = new Map(counts.units.map((unit) => [unit.code, unit]));
  const codes = [...unitsToTell(counts)];
  const asked = codes.filter((code) => isAsked(code));
  const figures = (of: readonly string[], population: number | undefined): FiguresView =>
    figuresView(
      {
        rates: sumCounts(of.map((code) => counts.rates.get(code) ?? [])),
        durations: sumCounts(
          of.map((code) => counts.durations.get(code) ?? []),
          DURATION_COLUMNS.length,
        ),
        population,
      },
      period.profile,
    );
  const ranks = ranksOf(counts, codes, units);
  // A district's own row holds what no street of it has (兜底): its people belong to the district with its streets.
  const wholes = new Set(counts.units.map(({ parentCode }) => parentCode));
  return {
    period: periodView(period, state),
    seq,
    definitionId: period.profile.id,
    city: figures(codes, populationOf(counts)),
    groups: [...membersOf(codes, asked, group, units)].map(([code, members]) => ({
      code,
      ...figures(members, units.get(code)?.population),
    })),
    units: await inTurns(asked, (code) => ({
      code,
      ...(ranks.get(code) ?? { rank: null, unranked: 'noTier' as const }),
      ...figures([code], wholes.has(code) ? undefined : units.get(code)?.population),
    })),
  };
}

/** Maximum units worked out in one turn of the loop: a few milliseconds. A large city has hundreds. */
const UNITS_A_TURN = 40;

async function inTurns<T>(codes: readonly string[], make: (code: string) => T): Promise<T[]> {
  const made: T[] = [];
  for (const code of codes) {
    made.push(make(code));
    if (made.length % UNITS_A_TURN === 0) await nextTurn();
  }
  return made;
}

/** Units that are ranked, whether or not a case was theirs, and every other that has a count. */
function unitsToTell({ rates, units }: PeriodCounts): ReadonlySet<string> {
  const tiered = units.filter(({ tier }) => tier !== undefined).map(({ code }) => code);
  return new Set([...tiered, ...rates.keys()]);
}

function ranksOf({ rates, period }: PeriodCounts, codes: readonly string[], units: Units) {
  const rated = codes.map((code) => ({
    code,
    tier: units.get(code)?.tier,
    isActive: units.get(code)?.isActive ?? false,
    counts: rateCountsOf(rates.get(code) ?? []),
  }));
  const ranks = new Map<string, Pick<RatesView['units'][number], 'tier' | 'rank' | 'unranked'>>();
  for (const [tier, ranked] of rankUnits(rated, period.profile)) {
    for (const { standing, rank, unranked } of ranked)
      ranks.set(standing.code, { tier, rank, ...(unranked === undefined ? {} : { unranked }) });
  }
  return ranks;
}

/** Each group that holds a unit that was asked for, with all its members. */
function membersOf(
  codes: readonly string[],
  asked: readonly string[],
  group: GroupName,
  units: Units,
): ReadonlyMap<string, readonly string[]> {
  const groupOf = (code: string): string | undefined => {
    const unit = units.get(code);
    return unit === undefined ? undefined : GROUPS[group](unit);
  };
  const wanted = new Set(asked.map(groupOf).filter((code) => code !== undefined));
  return new Map([...wanted].map((name) => [name, codes.filter((code) => groupOf(code) === name)]));
}

/** Of the districts together; undefined where the pack does not tell it of all of them. */
function populationOf({ units }: PeriodCounts): number | undefined {
  const districts = units.filter(({ kind }) => kind === 'district');
  const told = districts.map(({ population }) => population).filter((people) => people !== undefined);
  if (told.length === 0 || told.length < districts.length) return undefined;
  return told.reduce((sum, people) => sum + people, 0);
}
