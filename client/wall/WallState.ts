import { createContext } from 'svelte';
import type TrendChart from '../charts/TrendChart.svelte';
import type { Beat, HelloReply } from '../../shared/contract/sync.ts';
import type { Language } from '../i18n/Language.svelte.ts';
import type AreaMap from '../map/AreaMap.svelte';
import type { Screen } from '../link/Screen.ts';
import type { PageShift } from '../styles/wallCare.ts';
import { isNight, shiftAt } from '../styles/wallCare.ts';
import { CityStore } from '../state/CityStore.svelte.ts';
import { LinkStore } from '../state/LinkStore.svelte.ts';
import { MapStore } from '../state/MapStore.svelte.ts';
import { Seconds } from '../state/Seconds.svelte.ts';
import { WallClock } from '../state/WallClock.svelte.ts';
import { Focus } from './Focus.svelte.ts';
import type { FocusMark } from './Focus.svelte.ts';
import { Recent } from './Recent.ts';
import { Slow } from './Slow.svelte.ts';
import { WallTables } from './WallTables.ts';

const HOUR_MS = 3_600_000;

/** The heavy parts of the page, each loaded when it is its turn. */
export interface Pictures {
  readonly chart: () => Promise<{ readonly default: typeof TrendChart }>;
  readonly map: () => Promise<{ readonly default: typeof AreaMap }>;
}

/** All that the wall's components read; they reach it through the context, never by a module's variable. */
export class WallState extends WallTables {
  readonly language: Language;
  readonly city: CityStore;
  readonly map = new MapStore();
  readonly link: LinkStore;
  readonly clock: WallClock;
  readonly pictures: Pictures;
  readonly seconds: Seconds;
  readonly slow: Slow;
  readonly recent: Recent;
  readonly #focus: Focus;
  #isCaughtUp = false;

  constructor(language: Language, monotonic: () => number, pictures: Pictures) {
    super();
    this.pictures = pictures;
    this.language = language;
    this.city = new CityStore(language);
    this.link = new LinkStore(monotonic);
    this.clock = new WallClock(monotonic);
    this.seconds = new Seconds(monotonic, () => this.link.seq);
    this.slow = new Slow(this.seconds, this, this.city, () => this.clock.asOf);
    this.recent = new Recent(monotonic, this.seconds, this);
    this.#focus = new Focus(this.savable, this.overdue, this.city);
  }

  /** At most nine lines of the lists and the areas they point at; the map draws the same labels. */
  get focus(): readonly FocusMark[] {
    return this.#focus.marks;
  }

  /** The label that a line of a list shares with its place on the map; undefined where it points at none. */
  focusLabel(list: FocusMark['list'], caseNo: string): string | undefined {
    return this.#focus.labelOf(list, caseNo);
  }

  /** The key of the day that the data are of; a hub that fell silent before midnight leaves the wall on its day. */
  get today(): string | undefined {
    return this.city.dayKey(this.clock.asOf);
  }

  /** How many cases that day has brought; undefined before it is known. */
  get receivedToday(): number | undefined {
    return this.today === undefined ? undefined : this.kpi.count(this.today, 'received');
  }

  /** Where the numbers come from just now; only what is `live` may be called so. */
  get source(): 'live' | 'replay' | 'simulate' | 'backfilling' {
    const state = this.feed.spec.columns.indexOf('state');
    if (this.feed.rows.some((row) => row[state] === 'backfilling')) return 'backfilling';
    return this.link.mode ?? 'live';
  }

  /** What changes the page's tokens: whoever draws on a canvas reads them anew with it. */
  get mood(): string {
    return `${this.link.status} ${String(this.isNight)}`;
  }

  /** Where the page stands against burning in, in pixels; it follows the hub's time, so that all parts of a wall move alike. */
  get shift(): PageShift {
    return shiftAt(this.clock.now ?? 0);
  }

  /** Whether it is night in the city. */
  get isNight(): boolean {
    const { now } = this.clock;
    const { calendar } = this.city;
    if (now === undefined || calendar === undefined) return false;
    return isNight(Math.floor(calendar.wallClockOf(now) / HOUR_MS));
  }

  greeted(reply: HelloReply): void {
    if (reply.epoch !== this.link.epoch) this.#interrupt();
    this.link.greeted(reply);
    this.#heard(reply);
  }

  /** What an outage left out has come before the first beat after it. */
  beat(beat: Beat): void {
    this.#heard(beat);
    this.#isCaughtUp = true;
  }

  #interrupt(): void {
    this.#isCaughtUp = false;
    this.recent.interrupt();
  }

  #heard(told: Pick<Beat, 'hubTime' | 'rate'>): void {
    this.link.beat(told.rate);
    this.clock.beat(told);
  }

  /** Hands everything that arrived since the last frame to the components, all as of one `seq`. */
  publish(screen: Screen): void {
    for (const table of this.tables) {
      const { name } = table.spec;
      const replica = screen.replicas.get(name);
      table.confirm(screen.isCurrent(name), this.clock.asOf);
      if (replica !== undefined && table.publish(replica)) this.recent.published(table);
    }
    if (screen.seq !== this.link.seq) this.clock.heard();
    this.link.publish(screen.seq, screen.isSettled);
    if (this.#isCaughtUp && screen.isSettled) this.recent.resume();
  }

  /** The screen's one ticker calls this. */
  tick(): void {
    this.link.tick();
    this.clock.tick();
    if (this.link.status !== 'live') this.#interrupt();
    if (this.seconds.tick()) this.recent.sample();
  }
}

export const [getWallState, setWallState] = createContext<WallState>();
