const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Thousands separated by commas, in both languages. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** Puts values in the places that a catalogue's text keeps for them: `{n}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Seconds with one decimal. */
export function formatSeconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** Times of one city in one language: made once, for making a formatter is dear. */
export class TimeFormat {
  readonly #clock: Intl.DateTimeFormat;
  readonly #minute: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;

  /** Throws RangeError where the browser does not know the IANA zone. */
  constructor(timeZone: string, language: 'zh' | 'en') {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
    this.#clock = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' });
    this.#minute = new Intl.DateTimeFormat(locale, time);
    const month = language === 'zh' ? 'long' : 'short';
    this.#date = new Intl.DateTimeFormat(locale, { month, day: 'numeric', weekday: 'short', timeZone });
  }

  /** `15:42:07` */
  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** `15:42` */
  minute(at: number): string {
    return this.#minute.format(at);
  }

  /** `11月21日周六`, `Sat 21 Nov` */
  date(at: number): string {
    return this.#date.format(at);
  }
}
