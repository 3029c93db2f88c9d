/// <reference lib="dom" />
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { ensureBrowser } from '../../scripts/lib/browser.mjs';
import { retell } from './retell.ts';
import type { Retold } from './retell.ts';

/** Software drawing, no sandbox (CI runs as root), and none of the browser's own calls to its maker. */
const ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** What stands in one line beside others, so that too long a text runs into its neighbour. */
const ONE_LINERS = 'header, header *, .kpis *, footer, footer *, .small';

export interface WallPageOptions {
  readonly width: number;
  readonly height: number;
  readonly language?: 'zh' | 'en';
  readonly path?: string;
  /** A paired screen's token, as its address brings it. */
  readonly token?: string;
  /** What it is told in the place of what the hub says. */
  readonly told?: Retold;
}

/** The wall in a real browser, and what a person in front of it would see. */
export class WallPage {
  readonly #browser: Browser;
  readonly page: Page;
  /** What the console said that was not plain information, and every request that left the machine. */
  readonly complaints: string[] = [];

  constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(origin: string, options: WallPageOptions): Promise<WallPage> {
    const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ARGS });
    const { width, height, language } = options;
    const page = await browser.newPage({ viewport: { width, height } });
    const wall = new WallPage(browser, page);
    // A browser that draws has started: what it does for itself is no time of the page.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    wall.#listen(origin);
    if (options.told !== undefined) await retell(page, options.told);
    const query = language === undefined ? '' : `?lang=${language}`;
    const hash = options.token === undefined ? '' : `#screen=${options.token}`;
    await page.goto(`${origin}${options.path ?? '/wall'}${query}${hash}`, { waitUntil: 'commit' });
    return wall;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Resolves when the strip is live and the headline numbers are there, with the milliseconds since navigation. */
  async filled(): Promise<number> {
    const filled = await this.page.waitForFunction(() => {
      const strip = document.querySelector('[data-seq][data-link]');
      const number = document.querySelector('[data-table="kpi"][data-key="all"][data-column="received"]');
      return strip?.getAttribute('data-link') === 'live' && number !== null && performance.now();
    });
    return Number(await filled.jsonValue());
  }

  /** Resolves when the parts that are loaded last are there: the map, the chart and the fonts. */
  async complete(): Promise<void> {
    await this.filled();
    await this.page.waitForFunction(async () => {
      await document.fonts.ready;
      return document.querySelectorAll('canvas').length >= 2;
    });
  }

  /** Resolves when the strip says so of its link. */
  async linkIs(status: 'live' | 'amber' | 'stale'): Promise<void> {
    await this.page.waitForSelector(`.strip[data-link="${status}"]`, { timeout: 60_000 });
  }

  /** Resolves when the wall shows the moment `seq` or a later one, and waits for nothing. */
  async settledAt(seq: number): Promise<void> {
    await this.page.waitForFunction((least) => {
      const strip = document.querySelector('[data-seq]');
      // What is worked out once a second follows by itself.
      const [seq, drawn] = ['data-seq', 'data-drawn'].map((name) => Number(strip?.getAttribute(name)));
      const isShown = (seq ?? 0) >= least && (drawn ?? 0) >= least;
      return isShown && strip?.getAttribute('data-settled') === 'true';
    }, seq);
  }

  /** Resolves when the wall's numbers are as of an instant of hub time or later, however long that takes. */
  async reaches(hubTime: number): Promise<void> {
    await this.page.waitForFunction(
      (least) => Number(document.querySelector('[data-as-of]')?.getAttribute('data-as-of')) >= least,
      hubTime,
      { timeout: 0, polling: 250 },
    );
  }

  /** Every number on the screen by `table key column`. */
  async numbers(): Promise<ReadonlyMap<string, number>> {
    return (await this.numbersWithSeq()).numbers;
  }

  /** The numbers and the moment they stand for, read in one turn of the page. */
  async numbersWithSeq(): Promise<{ readonly seq: number; readonly numbers: ReadonlyMap<string, number> }> {
    const { seq, shown } = await this.page.evaluate(() => {
      const shown: [string, number][] = [];
      for (const one of document.querySelectorAll<HTMLElement>('[data-table][data-value]')) {
        const { table, key, column, value } = one.dataset;
        const text = Number((one.textContent ?? '').replace(/[^0-9-]/g, ''));
        // What is read from the attribute must be what stands there for people.
        if (text !== Number(value))
          throw new Error(`${table} ${key} ${column} says ${one.textContent} for ${value}`);
        shown.push([`${table} ${key} ${column}`, Number(value)]);
      }
      return { seq: Number(document.querySelector('[data-seq]')?.getAttribute('data-seq')), shown };
    });
    return { seq, numbers: new Map(shown) };
  }

  async textOf(selector: string): Promise<string> {
    return (await this.page.locator(selector).first().textContent()) ?? '';
  }

  /**
   * Boxes that a person would see cut off or run into the next one, and scroll bars; empty where all is well. In English
   * a place or a unit may end in dots, and where all names are long (`hasLongNames`) whatever bears one: its beginning
   * tells it.
   */
  clippedBoxes(hasLongNames = false): Promise<readonly string[]> {
    return this.page.evaluate(
      ([oneLiners, hasLongNames]) => {
        const wrong: string[] = [];
        // The lines that dots stand for are laid out all the same, and nobody sees them.
        const isBehindDots = (one: Element): boolean => {
          const above = one.parentElement;
          return (
            above !== null && (getComputedStyle(above).textOverflow === 'ellipsis' || isBehindDots(above))
          );
        };
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth || root.scrollHeight > root.clientHeight)
          wrong.push('the page scrolls');
        for (const one of document.querySelectorAll<HTMLElement>('body *')) {
          const style = getComputedStyle(one);
          if (style.display === 'none' || style.visibility === 'hidden') continue;
          const box = one.getBoundingClientRect();
          const name = `${one.tagName.toLowerCase()}.${one.getAttribute('class') ?? ''}`;
          if (box.width === 0 || box.height === 0) continue;
          const isOutside =
            box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
          if (isOutside && !isBehindDots(one)) {
            wrong.push(`${name} stands outside the screen`);
          }
          const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
          const isCut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
          const isTooHigh = one.matches('.kpis, .tile') && one.scrollHeight > one.clientHeight + 1;
          const spills = (one.matches(oneLiners) && one.scrollWidth > one.clientWidth + 1) || isTooHigh;
          const isPlace = !one.matches('h2, .city') && one.closest('[lang="en"]') !== null;
          const isDotted = style.textOverflow === 'ellipsis' && (hasLongNames || isPlace);
          const hasWords = (one.textContent ?? '').trim() !== '';
          if (((cuts && isCut) || spills) && !isDotted && hasWords && one.clientWidth > 0)
            wrong.push(`${name} is ${cuts ? 'cut' : 'too small'}: ${(one.textContent ?? '').slice(0, 40)}`);
        }
        return wrong;
      },
      [ONE_LINERS, hasLongNames] as const,
    );
  }

  /** Puts beside each headline what it says of its last minute, which nobody waits for here; how many there are. */
  showChanges(words: string, change: string): Promise<number> {
    return this.page.evaluate(
      ([words, change]) => {
        const places = document.querySelectorAll('.kpis .figures .change');
        for (const place of places) {
          const number = document.createElement('b');
          number.textContent = change;
          place.append(`${words} `, number);
        }
        return places.length;
      },
      [words, change] as const,
    );
  }

  /** The numbers on the map that lead from a line to its place and found no room. */
  lostPointers(): Promise<number> {
    return this.page.locator('.labels .badge.unplaced').count();
  }

  #listen(origin: string): void {
    this.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('request', (request) => {
      const url = request.url();
      const isOwn =
        url.startsWith(origin) || /^(data|blob):/.test(url) || url.startsWith(origin.replace('http', 'ws'));
      if (!isOwn) this.complaints.push(`a request left the machine: ${url}`);
    });
  }
}
