import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';

/** Real data that nobody of this project wrote; it lies beside the repository and is no part of it. */
const FOLDER = join(import.meta.dirname, '../../../shared/data');

export const NYC_CSV = join(FOLDER, 'nyc-311/nyc311_2026-06-27_25h_10000.csv');
export const MESSAGES_XLSX = join(FOLDER, 'messages-cn/messages-4326.xlsx');

/** Lists and shapes of Beijing. */
export const BEIJING = join(FOLDER, 'beijing');

/**
 * A `describe` whose tests need the shared data: skipped by its name where they are not there, an error
 * where `CI=true` promises that they are.
 */
export function describeWithData(name: string, tests: () => void): void {
  if (existsSync(FOLDER)) {
    describe(name, tests);
  } else if (process.env['CI'] === 'true') {
    describe(name, () => {
      throw new Error(`the shared data are missing at ${FOLDER}`);
    });
  } else {
    describe.skip(`${name} (no shared data at ${FOLDER})`, tests);
  }
}
