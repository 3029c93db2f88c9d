import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import type { ContributionRow, CounterRow } from '../store/EventStore.ts';

interface Change {
  readonly table: CounterTableName;
  readonly key: string;
  readonly adds: number[];
}

/**
 * The difference that a group of changed cases makes to the counter rows: what they add now minus what they added.
 * What a case added is taken back as it was recorded, never as the pack of today would have it: the pack may
 * have changed in between.
 */
export class Tally {
  readonly #city: City;
  readonly #changes = new Map<string, Change>();
  readonly contributions: ContributionRow[] = [];

  constructor(city: City) {
    this.#city = city;
  }

  /** `recorded` is what the case added before, nothing where it is new. Answers what it adds now. */
  move(recorded: readonly Share[] | undefined, after: CaseState): readonly Share[] {
    const shares = contribute(after, this.#city);
    this.#add(recorded ?? [], -1);
    this.#add(shares, 1);
    this.contributions.push({ caseId: after.id, fromSeq: after.seq, shares });
    return shares;
  }

  /** Counts a case anew that nothing has happened to, from event `fromSeq` on; what it adds may be what it added. */
  recount({ caseId, shares: recorded }: ContributionRow, state: CaseState, fromSeq: number): void {
    const shares = contribute(state, this.#city);
    // Text is compared, since both were made by the same function and the recorded one was text once.
    if (JSON.stringify(shares) === JSON.stringify(recorded)) return;
    this.#add(recorded, -1);
    this.#add(shares, 1);
    this.contributions.push({ caseId, fromSeq, shares });
  }

  /** The rows that change, to be read before they can be added to. */
  get touched(): readonly Change[] {
    return [...this.#changes.values()].filter((change) => change.adds.some((add) => add !== 0));
  }

  /** The touched rows as they stand afterwards; `valuesOf` tells how they stand now, undefined for a new row. */
  rows(
    valuesOf: (table: CounterTableName, key: string) => readonly number[] | undefined,
  ): readonly CounterRow[] {
    return this.touched.map(({ table, key, adds }) => {
      const values = valuesOf(table, key);
      return { table, key, values: adds.map((add, i) => (values?.[i] ?? 0) + add) };
    });
  }

  #add(shares: readonly Share[], sign: 1 | -1): void {
    for (const { table, key, adds } of shares) {
      const id = `${table} ${key}`;
      const change = this.#changes.get(id);
      if (change === undefined) this.#changes.set(id, { table, key, adds: adds.map((add) => sign * add) });
      else
        for (let i = 0; i < adds.length; i++) change.adds[i] = (change.adds[i] ?? 0) + sign * (adds[i] ?? 0);
    }
  }
}
