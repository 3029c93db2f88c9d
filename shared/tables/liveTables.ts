import { cells } from './cells.ts';
import { feed } from './feed.ts';
import { intake } from './intake.ts';
import { kpi } from './kpi.ts';
import { screens } from './screens.ts';
import { trend } from './trend.ts';
import { units } from './units.ts';

/** Every live table there is, by name. A new panel is a new entry here, not a new protocol. */
export const LIVE_TABLES = { kpi, intake, units, cells, trend, feed, screens } as const;

export type TableName = keyof typeof LIVE_TABLES;

/** The tables whose rows are sums over cases; their cells after the key are counters. */
export const COUNTER_TABLES = { kpi, units, cells, trend } as const;

export type CounterTableName = keyof typeof COUNTER_TABLES;
