import { Calendar } from '../../shared/domain/Calendar.ts';
import type { MetricProfile } from '../../shared/domain/rating/metricProfile.ts';
import { UNKNOWN } from '../../shared/domain/vocabulary.ts';
import { WITHHELD } from '../../shared/tables/intake.ts';
import type { Language } from '../i18n/Language.svelte.ts';
import { TimeFormat } from '../i18n/format.ts';
import { widthOf } from '../i18n/widthOf.ts';
import type { PublicCity, PublicUnit } from './PublicCity.ts';

interface Named {
  readonly code: string;
  readonly names: PublicCity['names'];
}

/** The city by its codes: names in the page's language, local dates and times. Codes stand in until it is loaded. */
export class CityStore {
  readonly #language: Language;
  #city = $state.raw<PublicCity | undefined>(undefined);
  readonly #units = $derived(byCode(this.#city?.units));
  readonly #areas = $derived(byCode(this.#city?.areas));
  readonly #categories = $derived(byCode(this.#city?.categories));
  readonly #channels = $derived(byCode(this.#city?.channels));
  readonly #tiers = $derived(byCode(this.#city?.tiers));
  readonly #times = $derived.by(() => new TimeFormat(this.#city?.timeZone ?? 'UTC', this.#language.code));
  readonly #calendar = $derived(this.#city === undefined ? undefined : new Calendar(this.#city.timeZone));

  constructor(language: Language) {
    this.#language = language;
  }

  get city(): PublicCity | undefined {
    return this.#city;
  }

  get name(): string {
    return this.#city === undefined ? '' : this.#city.names[this.#language.code];
  }

  /** Times in the city's zone; UTC until the city is known. */
  get times(): TimeFormat {
    return this.#times;
  }

  /** Local days; undefined until the city is known. */
  get calendar(): Calendar | undefined {
    return this.#calendar;
  }

  load(city: PublicCity): void {
    this.#city = city;
    this.#language.offer(city.languages);
  }

  /** The key of a local day in the counter tables, `YYYYMMDD`; undefined until the city is known. */
  dayKey(at: number | undefined): string | undefined {
    return at === undefined || this.#calendar === undefined
      ? undefined
      : String(this.#calendar.dayOf(at).date);
  }

  /** The definition of the rates in force at an instant: of those that cover the local date the one begun last. */
  profileAt(at: number): MetricProfile | undefined {
    const day = this.dayKey(at) ?? '';
    const covering = (this.#city?.profiles ?? []).filter(({ from, to }) => covers(from, to, day));
    return covering.reduce<MetricProfile | undefined>(
      (latest, profile) => (latest === undefined || profile.from > latest.from ? profile : latest),
      undefined,
    );
  }

  unit(code: string): string {
    return this.#name(this.#units, code);
  }

  unitFacts(code: string): PublicUnit | undefined {
    return this.#units.get(code);
  }

  /** The unit's name where it fits; else its code, where that is a word that people use (`NYPD`). */
  unitWithin(code: string, width: number): string {
    const name = this.unit(code);
    return widthOf(name) > width && /^[A-Za-z]{2,8}$/.test(code) && code !== UNKNOWN ? code : name;
  }

  area(code: string): string {
    return this.#name(this.#areas, code);
  }

  /** The code where the city has such a channel, else `unknown`: no other word of a row is shown. */
  channelCode(word: string): string {
    return this.#channels.has(word) ? word : UNKNOWN;
  }

  channel(code: string): string {
    return this.#name(this.#channels, code);
  }

  category(code: string): string {
    return this.#name(this.#categories, code);
  }

  tier(code: string): string {
    return this.#name(this.#tiers, code);
  }

  #name(names: ReadonlyMap<string, Named>, code: string): string {
    const { words } = this.#language;
    if (code === WITHHELD) return words.withheld;
    if (code === UNKNOWN) return words.unknown;
    const known = names.get(code);
    if (known !== undefined) return known.names[this.#language.code];
    return this.#city === undefined ? code : words.unknown;
  }
}

function byCode<T extends Named>(items: readonly T[] | undefined): ReadonlyMap<string, T> {
  return new Map((items ?? []).map((item) => [item.code, item]));
}

/** `from` and `to` as ISO dates, the end exclusive; `day` as `YYYYMMDD`. */
function covers(from: string, to: string | undefined, day: string): boolean {
  return compact(from) <= day && (to === undefined || day < compact(to));
}

function compact(isoDate: string): string {
  return isoDate.replaceAll('-', '');
}
