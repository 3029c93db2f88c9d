/** Counts the rows that the database handed over. */
export class RowMeter {
  rows = 0;

  /** Passes rows on, counted. */
  all<T>(rows: T[]): T[] {
    this.rows += rows.length;
    return rows;
  }

  one<T>(row: T | undefined): T | undefined {
    if (row !== undefined) this.rows++;
    return row;
  }
}
