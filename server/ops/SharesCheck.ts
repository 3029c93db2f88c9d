import { isDeepStrictEqual } from 'node:util';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { ContributionRow } from '../store/EventStore.ts';
import type { CountingHistory } from './CountingHistory.ts';
import type { Findings } from './Findings.ts';

/** Holds what is kept of a case's contributions against what its states make, by the rules of their time. */
export class SharesCheck {
  readonly #left: Map<number, readonly Share[]>;
  readonly #kept: readonly Share[] | undefined;
  readonly #history: CountingHistory;
  readonly #findings: Findings;
  #seq = 0;

  constructor(rows: readonly ContributionRow[], history: CountingHistory, findings: Findings) {
    this.#left = new Map(rows.map(({ fromSeq, shares }) => [fromSeq, shares]));
    this.#kept = rows.at(-1)?.shares;
    this.#history = history;
    this.#findings = findings;
  }

  /** The case stands so after an event, or is counted anew with it. */
  at(seq: number, state: CaseState): void {
    this.#seq = seq;
    const kept = this.#left.get(seq);
    this.#left.delete(seq);
    const city = this.#history.at(seq);
    if (kept === undefined || city === undefined) return;
    this.#findings.expect(
      isDeepStrictEqual(kept, contribute(state, city)),
      `The contribution of case ${state.id} from event ${seq} is not what its events make.`,
    );
  }

  /** What the case adds as it stands, after all that happened to it. */
  last(state: CaseState): readonly Share[] {
    const { id } = state;
    this.#findings.expect(
      this.#left.size === 0,
      `Case ${id} has a contribution from an event that is not its own.`,
    );
    const city = this.#history.at(this.#seq);
    if (city === undefined) return this.#kept ?? [];
    const shares = contribute(state, city);
    this.#findings.expect(
      isDeepStrictEqual(this.#kept, shares),
      `The last contribution of case ${id} is not what its state makes.`,
    );
    return shares;
  }
}
