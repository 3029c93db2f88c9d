import { must } from '../lib/assert.ts';
import { Calendar } from './Calendar.ts';
import { EMPTY_MAP } from './CityMap.ts';
import type { CityMap } from './CityMap.ts';
import type { Area, Category, CityPack, DispatchRule, Tier, Unit } from './cityPack.ts';
import { ClockMaker } from './clock/ClockMaker.ts';
import { isActiveOn } from './isActiveOn.ts';
import type { Policy } from './policy.ts';
import type { MetricProfile } from './rating/metricProfile.ts';
import { Periods } from './rating/Periods.ts';
import type { WorkCalendar } from './WorkCalendar.ts';

/** A city pack made ready for questions: look-ups by code, and what was in force when. */
export class City {
  readonly pack: CityPack;
  readonly calendar: Calendar;
  readonly clocks: ClockMaker;
  readonly periods: Periods;
  /** For drawing; decides nothing. */
  readonly map: CityMap;
  readonly tiers: ReadonlyMap<string, Tier>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly areas: ReadonlyMap<string, Area>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly #channels: ReadonlyMap<string, string>;
  readonly #sources: ReadonlySet<string>;
  #policy: { readonly date: number; readonly policy: Policy } | undefined;
  readonly #rules: ReadonlyMap<string, readonly DispatchRule[]>;

  constructor(pack: CityPack, workCalendar?: WorkCalendar, map: CityMap = EMPTY_MAP) {
    this.pack = pack;
    this.calendar = new Calendar(pack.timeZone);
    this.clocks = new ClockMaker(this.calendar, workCalendar);
    this.periods = new Periods(this.calendar, (at) => this.profileAt(at));
    this.map = map;
    this.tiers = byCode(pack.tiers);
    this.units = byCode(pack.units);
    this.areas = byCode(pack.areas);
    this.categories = byCode(pack.categories);
    this.#channels = new Map(
      pack.channels.flatMap(({ code, aliases }) => [code, ...aliases].map((word) => [word, code] as const)),
    );
    this.#sources = new Set(pack.sources);
    const rules = new Map<string, DispatchRule[]>();
    for (const rule of pack.dispatchRules) {
      const same = rules.get(rule.categoryCode);
      if (same === undefined) rules.set(rule.categoryCode, [rule]);
      else same.push(rule);
    }
    this.#rules = rules;
  }

  /** The policy in force at an instant: the one with the latest start among those that cover the local date. */
  policyAt(at: number): Policy {
    const { date } = this.calendar.dayOf(at);
    if (this.#policy?.date !== date) {
      const day = this.#isoDay(at);
      const policy = must(this.#policyOn(day), `city pack ${this.pack.id} has no policy in force on ${day}`);
      this.#policy = { date, policy };
    }
    return this.#policy.policy;
  }

  hasPolicyAt(at: number): boolean {
    return this.#policyOn(this.#isoDay(at)) !== undefined;
  }

  #policyOn(day: string): Policy | undefined {
    const covering = this.pack.policies.filter((policy) => covers(policy, day));
    return covering.reduce<Policy | undefined>(
      (best, policy) => (best === undefined || policy.from > best.from ? policy : best),
      undefined,
    );
  }

  isActiveUnit(code: string, at: number): boolean {
    const unit = this.units.get(code);
    return unit !== undefined && isActiveOn(unit, this.#isoDay(at));
  }

  /** The definition by which units are rated at an instant; undefined where the pack has none for the day. */
  profileAt(at: number): MetricProfile | undefined {
    const day = this.#isoDay(at);
    return this.pack.profiles.find((profile) => covers(profile, day));
  }

  /**
   * The unit a dispatch rule names for a category: a rule for the very area first, then one for what the area is part
   * of, then one for all. Where none does and the pack says that areas are units, the street itself and then its
   * district (属地, 兜底). Else undefined.
   */
  responsibleUnit(categoryCode: string, areaCode: string, at: number): string | undefined {
    const day = this.#isoDay(at);
    const rules = (this.#rules.get(categoryCode) ?? []).filter(
      (rule) => covers(rule, day) && this.isActiveUnit(rule.unitCode, at),
    );
    const around = this.#around(areaCode);
    const local = around.map((code) => rules.find((r) => r.areaCode === code)).find((r) => r !== undefined);
    const rule = local ?? rules.find((r) => r.areaCode === undefined);
    if (rule !== undefined || !this.pack.areaIsUnit) return rule?.unitCode;
    return around.find((code) => this.isActiveUnit(code, at));
  }

  /** An area and all that it is a part of, the smallest first; none of an area that is not known. */
  #around(areaCode: string): readonly string[] {
    const codes: string[] = [];
    for (
      let area = this.areas.get(areaCode);
      area !== undefined;
      area = this.areas.get(area.parentCode ?? '')
    )
      codes.push(area.code);
    return codes;
  }

  /** The code of a channel that is named by its code or an alias; undefined of any other word. */
  channelOf(word: string): string | undefined {
    return this.#channels.get(word);
  }

  isSource(word: string): boolean {
    return this.#sources.has(word);
  }

  isInside(lng: number, lat: number): boolean {
    const [west, south, east, north] = this.pack.bounds;
    return lng >= west && lng <= east && lat >= south && lat <= north;
  }

  #isoDay(at: number): string {
    const date = String(this.calendar.dayOf(at).date);
    return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  }
}

function byCode<T extends { readonly code: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.code, item]));
}

function covers(span: { readonly from: string; readonly to?: string | undefined }, day: string): boolean {
  return span.from <= day && (span.to === undefined || day < span.to);
}
