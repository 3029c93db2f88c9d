import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { formatCaseNo } from '../../shared/domain/ids.ts';
import type { HubEvent } from '../../shared/domain/LogEvent.ts';
import { NUMBERS } from '../../shared/domain/LogEvent.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { HubClock } from './HubClock.ts';
import type { OwnWork } from './OwnWork.ts';
import type { RecountPlace } from './countingAtStart.ts';

/** Some ten milliseconds, in which no command is decided. */
const STEP = 250;
/** How often it is told how far the work has come, in real milliseconds. */
const TELL_EVERY_MS = 10_000;
/** So long nothing is tried after the store has failed, in real milliseconds. */
const RETRY_MS = 1_000;

export interface RecountDeps {
  readonly store: EventStore;
  readonly city: City;
  readonly clock: HubClock;
  readonly log: Log;
  /** Cases counted anew in one step; 250 unless told. */
  readonly recountStep?: number | undefined;
  readonly record: (work: OwnWork) => Promise<HubEvent | undefined>;
  /** Called when every case is counted, before anything else is recorded. */
  readonly settle: () => Promise<void>;
}

/**
 * Counts every case by the rules that came into force with a start, step by step while the hub serves. Each step is
 * an event of the log with new contributions from there on, so what was counted before stays as it was, and a hub
 * that is killed goes on where the last step ended.
 */
export class Recount {
  readonly #deps: RecountDeps;
  #place: RecountPlace | undefined;
  #toldAt: number;
  #cases = 0;
  #changed = 0;
  #stopped = false;
  #cancel: () => void = () => {};

  constructor(deps: RecountDeps, place: RecountPlace | undefined) {
    this.#deps = deps;
    this.#place = place;
    this.#toldAt = deps.clock.monotonic();
  }

  get isDone(): boolean {
    return this.#place === undefined;
  }

  /** Resolves when every case is counted by the rules in force, or the work is stopped. */
  async run(): Promise<void> {
    while (this.#place !== undefined && !this.#stopped) {
      const failure = await this.#step(this.#place).catch((error: unknown) => ({ error }));
      if (failure === undefined || this.#stopped) continue;
      this.#deps.log.error({ err: failure.error }, 'cases could not be counted anew; it is tried again');
      await new Promise<void>((resolve) => {
        this.#cancel = this.#deps.clock.after(RETRY_MS, resolve);
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #step({ rules, after }: RecountPlace): Promise<undefined> {
    const { store, record, settle, recountStep = STEP } = this.#deps;
    let taken = 0;
    let changed = 0;
    await record({
      decide: async (tally, seq) => {
        if (this.#stopped) return undefined;
        const range = { after, to: Number.MAX_SAFE_INTEGER, limit: recountStep };
        const rows = await store.contributionsAt(seq, range);
        const states = await store.cases(rows.map(({ caseId }) => caseId));
        for (const row of rows)
          tally.recount(row, must(states.get(row.caseId), `case ${row.caseId} is gone`), seq);
        [taken, changed] = [rows.length, tally.contributions.length];
        const to = rows.at(-1)?.caseId ?? after;
        const data = { rules, after, to, isLast: rows.length < recountStep };
        return { type: 'CasesRecounted', subject: NUMBERS, data };
      },
      settle: async (event) => {
        if (event.type !== 'CasesRecounted') return;
        const { to, isLast } = event.data;
        this.#place = isLast ? undefined : { rules, after: to };
        if (isLast) await settle();
        this.#tell(to, taken, changed);
      },
    });
  }

  #tell(to: CaseId, taken: number, changed: number): void {
    const { clock, log, city } = this.#deps;
    this.#cases += taken;
    this.#changed += changed;
    const facts = { cases: this.#cases, changed: this.#changed };
    if (this.isDone) log.info(facts, 'every case is counted as the city pack says now');
    else if (clock.monotonic() - this.#toldAt >= TELL_EVERY_MS) {
      this.#toldAt = clock.monotonic();
      const upTo = formatCaseNo(city.pack.caseNoPrefix, to);
      log.info({ ...facts, upTo }, 'cases are being counted as the city pack says now');
    }
  }
}
