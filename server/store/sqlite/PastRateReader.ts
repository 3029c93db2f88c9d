import { DURATION_COLUMNS } from '../../../shared/domain/rating/durationBuckets.ts';
import { RATE_COLUMNS } from '../../../shared/domain/rating/rateCounts.ts';
import type { CaseRates, PastCases, PastRates, RateSums } from '../EventStore.ts';
import { columnsOf } from './rateParts.ts';
import { RatePartThread } from './RatePartThread.ts';

/** Reads past rates on a thread that is started when the first read needs it, and again after one has ended. */
export class PastRateReader {
  readonly #path: string;
  #thread: RatePartThread | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async sums(asked: PastRates, signal: AbortSignal): Promise<readonly RateSums[]> {
    const rows = await this.#alive().sums(asked, signal);
    return rows.map(([key, rates, durations]) => ({
      key,
      rates: RATE_COLUMNS.map((_, column) => rates[column] ?? 0),
      durations: DURATION_COLUMNS.map((_, column) => durations[column] ?? 0),
    }));
  }

  async cases(asked: PastCases, signal: AbortSignal): Promise<readonly CaseRates[]> {
    const rows = await this.#alive().cases(asked, signal);
    return rows.map(([caseId, rates]) => ({ caseId, counts: columnsOf(rates, RATE_COLUMNS.length) }));
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  #alive(): RatePartThread {
    if (this.#thread?.isAlive !== true) this.#thread = new RatePartThread(this.#path);
    return this.#thread;
  }
}
