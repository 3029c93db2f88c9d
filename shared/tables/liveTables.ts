import { categories } from './categories.ts';
import { cells } from './cells.ts';
import { channels } from './channels.ts';
import { deadlines } from './deadlines.ts';
import { durations } from './durations.ts';
import { feed } from './feed.ts';
import { intake } from './intake.ts';
import { kpi } from './kpi.ts';
import { overdue } from './overdue.ts';
import { rates } from './rates.ts';
import { savable } from './savable.ts';
import { screens } from './screens.ts';
import { trend } from './trend.ts';
import { units } from './units.ts';

/** The live tables whose rows are sums over cases; their cells after the key are counters. */
export const LIVE_COUNTERS = { kpi, units, cells, trend, rates, categories, channels } as const;

/** Every live table there is, by name. A new panel is a new entry here, not a new protocol. */
export const LIVE_TABLES = { ...LIVE_COUNTERS, intake, savable, overdue, deadlines, feed, screens } as const;

export type TableName = keyof typeof LIVE_TABLES;

/** Every table of sums, shown or not. */
export const COUNTER_TABLES = { ...LIVE_COUNTERS, durations } as const;

export type CounterTableName = keyof typeof COUNTER_TABLES;
