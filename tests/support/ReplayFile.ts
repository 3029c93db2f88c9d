import { writeFileSync } from 'node:fs';

/** One row of a made-up file: when it came in and when its source closed it, in seconds from the start. */
export interface ReplayRow {
  readonly at: number;
  readonly closedAt: number | undefined;
}

const START = Date.UTC(2026, 5, 1, 0, 0, 0);
const HEAD =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';

/** A small file in the shape of the city's own, as `replay.json` of `nyc` reads it. No two rows share a time. */
export class ReplayFile {
  readonly path: string;
  readonly rows: readonly ReplayRow[];

  constructor(path: string, rows: readonly ReplayRow[]) {
    this.path = path;
    this.rows = rows;
    // The city's file runs backwards in time, and its mapping says so.
    const lines = rows.map((row, i) => lineOf(row, i)).reverse();
    writeFileSync(path, `${HEAD}\n${lines.join('\n')}\n`);
  }

  /** The instants at which the rows were reported, as the log tells them, ascending. */
  get reported(): readonly number[] {
    return this.rows.map(({ at }) => instantOf(at));
  }

  /** Those of them whose rows are closed. */
  get reportedAndClosed(): readonly number[] {
    return this.rows.filter(({ closedAt }) => closedAt !== undefined).map(({ at }) => instantOf(at));
  }
}

function lineOf({ at, closedAt }: ReplayRow, i: number): string {
  const closed = closedAt === undefined ? '' : localTime(closedAt);
  return `${70_000_000 + i},${localTime(at)},${closed},DSNY,Graffiti,Graffiti,,11233,BROOKLYN,BROOKLYN,40.68,-73.9`;
}

/** The city's wall clock runs four hours behind UTC in June. */
function localTime(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString().replace('Z', '');
}

function instantOf(seconds: number): number {
  return START + 4 * 3_600_000 + seconds * 1_000;
}
