import { isDeepStrictEqual } from 'node:util';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import type { LogEvent } from '../../shared/domain/LogEvent.ts';
import { frozenText } from '../../shared/domain/rating/FrozenPeriod.ts';
import type { FrozenPeriod } from '../../shared/domain/rating/FrozenPeriod.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { ContributionRow } from '../store/EventStore.ts';
import { sha256 } from '../store/sha256.ts';
import { CounterSums } from './CounterSums.ts';
import type { CountingHistory } from './CountingHistory.ts';
import type { Findings } from './Findings.ts';

const TABLES = ['rates', 'durations'] as const;

/** Holds the numbers of frozen periods against their hash, and against what the cases added when they were frozen. */
export class FrozenCheck {
  readonly #periods = new Map<string, { readonly frozen: FrozenPeriod; readonly sums: CounterSums }>();
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  learn(event: LogEvent): void {
    const frozen = asHubEvent(event, 'PeriodFrozen')?.data;
    if (frozen === undefined) return;
    const { label } = frozen.period;
    this.#findings.expect(
      !this.#periods.has(label),
      `Event ${event.seq} freezes the period ${label} a second time.`,
    );
    this.#findings.expect(
      sha256(frozenText(frozen)) === frozen.hash && frozen.seq < event.seq,
      `The numbers of the frozen period ${label} are not those that its hash was made of.`,
    );
    this.#periods.set(label, { frozen, sums: new CounterSums() });
  }

  /** Takes all contributions of a case, oldest first. */
  add(rows: readonly ContributionRow[]): void {
    if (this.#periods.size === 0) return;
    rows.forEach(({ fromSeq, shares }, i) => {
      const until = rows[i + 1]?.fromSeq ?? Infinity;
      for (const share of shares) this.#addShare(share, fromSeq, until);
    });
  }

  /** Call it when all cases have been taken. Periods whose rules of counting are no longer known have only their hash. */
  finish(history: CountingHistory): void {
    for (const [label, { frozen, sums }] of this.#periods) {
      if (history.at(frozen.seq) === undefined) continue;
      const told = TABLES.flatMap((table) =>
        frozen[table].map(([unit, values]) => ({ table, key: `${label} ${unit}`, values })),
      );
      const counted = sums.rows().filter(({ values }) => values.some((value) => value !== 0));
      this.#findings.expect(
        isDeepStrictEqual(new Set(told.map(asText)), new Set(counted.map(asText))),
        `The numbers of the frozen period ${label} are not what the cases add up to at event ${frozen.seq}.`,
      );
    }
  }

  #addShare(share: Share, from: number, until: number): void {
    if (share.table !== 'rates' && share.table !== 'durations') return;
    const period = this.#periods.get(share.key.slice(0, 7));
    if (period !== undefined && period.frozen.seq >= from && period.frozen.seq < until)
      period.sums.add([share]);
  }
}

function asText({ table, key, values }: { table: string; key: string; values: readonly number[] }): string {
  return `${table} ${key} ${values.join(' ')}`;
}
