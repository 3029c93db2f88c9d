import type { FrozenUnit } from '../../../shared/domain/rating/FrozenPeriod.ts';
import type { Period } from '../../../shared/domain/rating/Period.ts';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { invalidInput, refusal } from '../../../shared/domain/refusals.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import { UNASSIGNED } from '../../../shared/tables/rates.ts';
import type { Hub } from '../../hub/Hub.ts';

/** What both calls about rates are asked for. */
export interface RatesQuery {
  readonly period: Period;
  /** As of which event; undefined is as the period's state says. */
  readonly seq: number | undefined;
  readonly unit: string | undefined;
  /** The unit, or the district and its streets; undefined is every unit. */
  readonly units: readonly string[] | undefined;
  /** Whether a unit belongs to what was asked: the unit, or a street of the district. */
  readonly isAsked: (unitCode: string) => boolean;
}

export const RATES_QUERY = [
  { name: 'period', description: 'The period as `YYYY-MM`; without it the one that holds this moment.' },
  { name: 'unit', description: 'A unit’s code, or a district’s for the district and its streets.' },
  { name: 'seq', description: 'As of this event; without it now, or for a frozen period as it was frozen.' },
] as const;

export async function parseRatesQuery(
  query: URLSearchParams,
  hub: Hub,
): Promise<Result<RatesQuery, Refusal>> {
  const period = await periodAsked(query.get('period'), hub);
  if (!period.ok) return period;
  const seq = seqAsked(query.get('seq'), hub.seq);
  if (!seq.ok) return seq;
  const unit = query.get('unit') ?? undefined;
  const units = await hub.rates.unitsOf(period.value);
  if (unit !== undefined && unit !== UNASSIGNED && !units.some(({ code }) => code === unit))
    return refuse(invalidInput('unit', 'not_in_list'));
  const asked = unit === undefined ? undefined : askedUnits(unit, units);
  const isAsked: RatesQuery['isAsked'] = (code) => asked === undefined || asked.includes(code);
  return ok({ period: period.value, seq: seq.value, unit, units: asked, isAsked });
}

async function periodAsked(
  label: string | null,
  { city, clock, rates }: Hub,
): Promise<Result<Period, Refusal>> {
  if (label !== null && !/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(label))
    return refuse(invalidInput('period', 'wrong_format'));
  const period = label === null ? city.periods.at(clock.now()) : await rates.named(label);
  return period === undefined ? refuse(refusal('not_found', { what: 'profile' })) : ok(period);
}

function seqAsked(seq: string | null, head: number): Result<number | undefined, Refusal> {
  if (seq === null) return ok(undefined);
  if (!/^[0-9]{1,15}$/.test(seq)) return refuse(invalidInput('seq', 'wrong_format'));
  return Number(seq) > head ? refuse(invalidInput('seq', 'out_of_range')) : ok(Number(seq));
}

function askedUnits(unit: string, units: readonly FrozenUnit[]): readonly string[] {
  const streets = units.filter(({ parentCode }) => parentCode === unit);
  return [unit, ...streets.map(({ code }) => code)];
}
