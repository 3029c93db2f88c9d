import { categories } from '../../shared/tables/categories.ts';
import { cells } from '../../shared/tables/cells.ts';
import { channels } from '../../shared/tables/channels.ts';
import { deadlines } from '../../shared/tables/deadlines.ts';
import { feed } from '../../shared/tables/feed.ts';
import { intake } from '../../shared/tables/intake.ts';
import { kpi } from '../../shared/tables/kpi.ts';
import { overdue } from '../../shared/tables/overdue.ts';
import { rates } from '../../shared/tables/rates.ts';
import { savable } from '../../shared/tables/savable.ts';
import { trend } from '../../shared/tables/trend.ts';
import { units } from '../../shared/tables/units.ts';
import { TableStore } from '../state/TableStore.svelte.ts';

/** The live tables that the wall asks the hub for. */
export class WallTables {
  readonly kpi = new TableStore(kpi);
  readonly deadlines = new TableStore(deadlines);
  readonly savable = new TableStore(savable);
  readonly overdue = new TableStore(overdue);
  readonly intake = new TableStore(intake);
  readonly units = new TableStore(units);
  readonly cells = new TableStore(cells);
  readonly rates = new TableStore(rates);
  readonly categories = new TableStore(categories);
  readonly channels = new TableStore(channels);
  readonly trend = new TableStore(trend);
  readonly feed = new TableStore(feed);

  get tables(): readonly TableStore[] {
    return [
      this.kpi,
      this.deadlines,
      this.savable,
      this.overdue,
      this.intake,
      this.units,
      this.cells,
      this.rates,
      this.categories,
      this.channels,
      this.trend,
      this.feed,
    ];
  }
}
