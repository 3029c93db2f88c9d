import { createContext } from 'svelte';
import { cells } from '../../shared/tables/cells.ts';
import { feed } from '../../shared/tables/feed.ts';
import { intake } from '../../shared/tables/intake.ts';
import { kpi } from '../../shared/tables/kpi.ts';
import { trend } from '../../shared/tables/trend.ts';
import { units } from '../../shared/tables/units.ts';
import type TrendChart from '../charts/TrendChart.svelte';
import type { Language } from '../i18n/Language.svelte.ts';
import type AreaMap from '../map/AreaMap.svelte';
import type { Screen } from '../link/Screen.ts';
import { CityStore } from '../state/CityStore.svelte.ts';
import { LinkStore } from '../state/LinkStore.svelte.ts';
import { TableStore } from '../state/TableStore.svelte.ts';
import { WallClock } from '../state/WallClock.svelte.ts';

/** The heavy parts of the page, each loaded when it is its turn. */
export interface Pictures {
  readonly chart: () => Promise<{ readonly default: typeof TrendChart }>;
  readonly map: () => Promise<{ readonly default: typeof AreaMap }>;
}

/** All that the wall's components read; they reach it through the context, never by a module's variable. */
export class WallState {
  readonly kpi = new TableStore(kpi);
  readonly intake = new TableStore(intake);
  readonly units = new TableStore(units);
  readonly cells = new TableStore(cells);
  readonly trend = new TableStore(trend);
  readonly feed = new TableStore(feed);
  readonly language: Language;
  readonly city: CityStore;
  readonly link: LinkStore;
  readonly clock: WallClock;
  readonly pictures: Pictures;

  constructor(language: Language, monotonic: () => number, pictures: Pictures) {
    this.pictures = pictures;
    this.language = language;
    this.city = new CityStore(language);
    this.link = new LinkStore(monotonic);
    this.clock = new WallClock(monotonic);
  }

  get tables(): readonly TableStore[] {
    return [this.kpi, this.intake, this.units, this.cells, this.trend, this.feed];
  }

  /** Hands everything that arrived since the last frame to the components, all as of one `seq`. */
  publish(screen: Screen): void {
    for (const table of this.tables) {
      const replica = screen.replicas.get(table.spec.name);
      if (replica !== undefined) table.publish(replica);
    }
    if (screen.seq !== this.link.seq) this.clock.heard();
    this.link.publish(screen.seq, screen.isSettled);
  }

  /** The screen's one ticker calls this. */
  tick(): void {
    this.link.tick();
    this.clock.tick();
  }
}

export const [getWallState, setWallState] = createContext<WallState>();
