import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isEnded } from '../../shared/domain/case/CaseState.ts';
import type { City } from '../../shared/domain/City.ts';
import { StartError } from '../StartError.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { layoutOf } from '../store/dir/layout.ts';
import type { Layout } from '../store/dir/layout.ts';
import { endFault } from '../store/sqlite/logEnd.ts';
import type { Loss } from '../store/sqlite/losses.ts';
import { StoreReader } from '../store/sqlite/StoreReader.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import { FileVault } from '../store/vault/FileVault.ts';
import type { Vault } from '../store/vault/Vault.ts';
import { CounterSums } from './CounterSums.ts';
import { CountingHistory } from './CountingHistory.ts';
import { Findings } from './Findings.ts';
import { FrozenCheck } from './FrozenCheck.ts';
import { everyCaseId, verifyCase } from './verifyCase.ts';
import { findMark, verifyEnd } from './verifyEnd.ts';
import type { MarkFound } from './verifyEnd.ts';
import { verifyLog } from './verifyLog.ts';
import { verifyTexts } from './verifyTexts.ts';

export interface VerifyReport {
  readonly seq: number;
  readonly open: number;
  readonly closed: number;
  readonly texts: number;
  readonly erased: number;
  /** Erasures whose key may still exist; the hub's next start ends them. */
  readonly pendingErasures: number;
  /** Whether the end mark shows that no acknowledged event is missing. */
  readonly isEndProved: boolean;
  /** What operators gave up of this log. */
  readonly losses: readonly Loss[];
  readonly faults: number;
  /** The first faults, one sentence each. */
  readonly told: readonly string[];
}

export interface VerifyRequest {
  readonly dataDir: string;
  /** The pack that the directory is bound to. By which rules its cases were counted when, its log says. */
  readonly cityOf: (id: string) => City;
}

/**
 * Checks every row, chain, state, contribution, counter, text and key of a data directory against the log.
 * Reads one consistent instant of the store, so a hub may be at work; memory does not grow with history.
 * Throws StartError where there is nothing that can be checked.
 */
export function verify({ dataDir, cityOf }: VerifyRequest): VerifyReport {
  const layout = layoutOf(dataDir);
  const mark = findMark(layout);
  return verifyStore(layout, cityOf(DataDir.bindingOf(dataDir).city), mark);
}

/** As `verify`, for a directory that need not be bound yet; `none` where the end is not to be proved. */
export function verifyStore(layout: Layout, city: City, mark: MarkFound = 'none'): VerifyReport {
  const reader = openReader(layout, mark);
  const findings = new Findings();
  try {
    const head = findings.guard(() => reader.tables.head.get()) ?? { seq: 0, keySlots: 0 };
    const vault = FileVault.open(layout.keys, head.keySlots, { readOnly: true });
    try {
      const isEndProved = verifyEnd(reader.tables, mark, findings);
      return { ...verifyAll({ reader, vault, city, findings }, head.seq), isEndProved };
    } finally {
      vault.close();
    }
  } finally {
    reader.close();
  }
}

function openReader(layout: Layout, mark: MarkFound): StoreReader {
  const reader = existsSync(layout.database) ? StoreReader.openIfAny(layout.database) : undefined;
  if (reader !== undefined) return reader;
  const fault = typeof mark === 'object' && 'seq' in mark ? endFault(undefined, mark) : undefined;
  throw new StartError(fault ?? `${layout.root} has no database yet: nothing to verify.`);
}

interface Check {
  readonly reader: StoreReader;
  readonly vault: Vault;
  readonly city: City;
  readonly findings: Findings;
}

function verifyAll(check: Check, seq: number): Omit<VerifyReport, 'isEndProved'> {
  const { reader, findings } = check;
  const { tables } = reader;
  for (const line of reader.damagedPages()) findings.add(`The database file is damaged: ${line}.`);
  const history = new CountingHistory(
    check.city,
    findings.guard(() => tables.origin.get()),
  );
  const frozen = new FrozenCheck(findings);
  const others = verifyLog(tables, seq, findings, (event) => {
    history.learn(event);
    frozen.learn(event);
  });
  const sums = new CounterSums();
  const counts = verifyCases(check, history, sums, frozen);
  frozen.finish(history);
  const owned = counts.events + others;
  findings.expect(owned === seq, `${seq - owned} events belong to no case.`);
  expectNoStrays(tables, counts, findings);
  verifyCounters(tables, sums, findings);
  findings.guard(() => {
    for (const { seq: at } of tables.keys.all())
      findings.expect(at <= seq, `A caller's key points beyond the log.`);
  });
  const erasures = findings.guard(() => tables.erasures.all()) ?? [];
  findings.expect(
    erasures.length === counts.erased,
    `${erasures.length} erasures are recorded where ${counts.erased} cases are erased.`,
  );
  return {
    seq,
    open: counts.open,
    closed: counts.closed,
    texts: counts.texts,
    erased: counts.erased,
    pendingErasures: erasures.filter(({ done }) => !done).length,
    losses: findings.guard(() => reader.losses()) ?? [],
    faults: findings.count,
    told: findings.told,
  };
}

interface Counts {
  open: number;
  closed: number;
  erased: number;
  events: number;
  contributions: number;
  rateParts: number;
  texts: number;
}

function verifyCases(check: Check, history: CountingHistory, sums: CounterSums, frozen: FrozenCheck): Counts {
  const { reader, findings } = check;
  const { tables } = reader;
  const counts: Counts = {
    ...{ open: 0, closed: 0, erased: 0 },
    ...{ events: 0, contributions: 0, rateParts: 0, texts: 0 },
  };
  for (const id of everyCaseId(tables, findings)) {
    const state = findings.guard(() => tables.cases.get(id));
    if (state === undefined) continue;
    counts[isEnded(state) ? 'closed' : 'open']++;
    if (state.erasedAt !== undefined) counts.erased++;
    counts.texts += findings.guard(() => verifyTexts(state, check)) ?? 0;
    const own = findings.guard(() => verifyCase(state, { tables, history, findings }));
    if (own === undefined) continue;
    sums.add(own.shares);
    frozen.add(own.contributions);
    counts.events += own.events;
    counts.contributions += own.contributions.length;
    counts.rateParts += own.rateParts;
  }
  return counts;
}

/** Rows that no case owns are seen by no walk over cases, only by counting. */
function expectNoStrays(tables: StoreTables, counts: Counts, findings: Findings): void {
  const contributions = tables.contributions.count();
  findings.expect(
    contributions === counts.contributions,
    `There are ${contributions} contributions, the cases have ${counts.contributions}.`,
  );
  const parts = tables.contributions.parts.count();
  findings.expect(
    parts === counts.rateParts,
    `There are ${parts} parts of rates, the contributions make ${counts.rateParts}.`,
  );
  const texts = tables.texts.count();
  findings.expect(texts === counts.texts, `There are ${texts} texts, the cases have ${counts.texts}.`);
}

/** A row that stands for nothing is all zeros; a row of zeros need not be there. */
function verifyCounters(tables: StoreTables, sums: CounterSums, findings: Findings): void {
  const seen = new Set<string>();
  for (const { table, key } of tables.counters.keys()) {
    seen.add(`${table} ${key}`);
    const row = findings.guard(() => tables.counters.get(table, key));
    if (row === undefined) continue;
    const expected = sums.get(table, key) ?? row.values.map(() => 0);
    findings.expect(
      isDeepStrictEqual(row.values, expected),
      `Counter ${table} ${key} holds ${row.values.join(' ')} where the cases add up to ${expected.join(' ')}.`,
    );
  }
  for (const { table, key, values } of sums.rows()) {
    if (seen.has(`${table} ${key}`) || values.every((value) => value === 0)) continue;
    findings.add(`Counter ${table} ${key} is missing.`);
  }
}
