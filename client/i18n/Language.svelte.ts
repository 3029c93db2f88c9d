import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type LanguageCode = 'zh' | 'en';

const CATALOGUES: Readonly<Record<LanguageCode, Catalogue>> = { zh, en };
const STORAGE_KEY = 'language';

export interface LanguagePlace {
  /** The page's query, `?lang=en`. */
  readonly query: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * The language of the page: the one the address asks for, else the one somebody chose here before, else the
 * city's first, else Chinese.
 */
export class Language {
  readonly #place: LanguagePlace;
  #code = $state.raw<LanguageCode>('zh');
  readonly #words = $derived(CATALOGUES[this.#code]);
  #isChosen: boolean;

  constructor(place: LanguagePlace) {
    this.#place = place;
    const asked = /[?&]lang=(\w+)/.exec(place.query)?.[1] ?? null;
    const chosen = codeOf(asked) ?? codeOf(place.storage.getItem(STORAGE_KEY));
    this.#isChosen = chosen !== undefined;
    this.#code = chosen ?? 'zh';
  }

  get code(): LanguageCode {
    return this.#code;
  }

  get words(): Catalogue {
    return this.#words;
  }

  /** The city's languages, its own first; nothing changes where somebody chose. */
  offer(languages: readonly string[]): void {
    const first = codeOf(languages[0] ?? null);
    if (!this.#isChosen && first !== undefined) this.#code = first;
  }

  /** The switch: kept for the next start. */
  toggle(): void {
    this.#code = this.#code === 'zh' ? 'en' : 'zh';
    this.#isChosen = true;
    this.#place.storage.setItem(STORAGE_KEY, this.#code);
  }
}

function codeOf(text: string | null): LanguageCode | undefined {
  return text === 'zh' || text === 'en' ? text : undefined;
}
