import type { CaseEvent, NewCaseEvent } from '../../shared/domain/case/CaseEvent.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { evolve } from '../../shared/domain/case/evolve.ts';
import type { PersonalText } from '../../shared/domain/case/PersonalText.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { contribute } from '../../shared/tables/contribute.ts';
import type {
  AppendGroup,
  ContributionRow,
  CounterRow,
  KeyEntry,
  SealedText,
} from '../../server/store/EventStore.ts';
import type { Vault } from '../../server/store/vault/Vault.ts';
import { sampleCity } from './sampleCity.ts';

export const SAMPLE_CITY = sampleCity();

/** 10:00 on 2026-11-21 in Shanghai. */
export const SAMPLE_AT = Date.UTC(2026, 10, 21, 2, 0, 0);
export const SAMPLE_DAY = 20261121;

export interface SampleOptions {
  /** Seals real texts; without one, texts are the bytes that `sealedText` tells. */
  readonly vault?: Vault;
  readonly at?: number;
  readonly day?: number;
  /** The serial of the last case that the day had before. */
  readonly lastSerial?: number;
}

/**
 * Writes the history of a small city group by group, the way a hub would, for tests of what stores it.
 * `append` to a store what it returns, in order.
 */
export class SampleLog {
  #seq = 0;
  #keySlots = 0;
  #serial: number;
  #keys = 0;
  readonly #vault: Vault | undefined;
  readonly #states = new Map<CaseId, CaseState>();
  readonly #counters = new Map<string, CounterRow>();
  readonly at: number;
  readonly day: number;

  constructor({ vault, at = SAMPLE_AT, day = SAMPLE_DAY, lastSerial = 0 }: SampleOptions = {}) {
    this.#vault = vault;
    this.#serial = lastSerial;
    this.at = at;
    this.day = day;
  }

  state(id: CaseId): CaseState {
    return must(this.#states.get(id), `there is no case ${id}`);
  }

  counters(): readonly CounterRow[] {
    return [...this.#counters.values()];
  }

  /** A group of `count` intakes, each registered, accepted and sent to a unit, with a text and a key. */
  intakes(count: number, day = this.day): AppendGroup {
    const ids = Array.from({ length: count }, () => caseIdOf(day, ++this.#serial));
    const slots = new Map(ids.map((id) => [id, this.#keySlots++]));
    this.#vault?.reserve(this.#keySlots);
    const events = ids.flatMap((id) => this.#record(id, intakeEvents(must(slots.get(id), 'no slot'))));
    const texts = ids.map((id) => this.#text(id, must(slots.get(id), 'no slot'), 1));
    return { ...this.#group(ids, events), texts, keys: ids.map((id) => this.#key(id)), day };
  }

  /** A group in which one case goes on by `decided`. */
  goesOn(id: CaseId, ...decided: readonly NewCaseEvent[]): AppendGroup {
    return this.#group([id], this.#record(id, decided));
  }

  /** The unit signs, handles and finishes; the case is closed. */
  closes(id: CaseId): AppendGroup {
    return this.goesOn(
      id,
      { type: 'CaseSigned', data: {} },
      { type: 'CaseContactRecorded', data: { reached: true } },
      { type: 'CaseFeedbackSubmitted', data: {} },
      { type: 'CaseFeedbackPassed', data: { clocks: [] } },
      { type: 'CaseClosed', data: { reason: 'handled' } },
    );
  }

  erases(id: CaseId): AppendGroup {
    const group = this.goesOn(id, { type: 'CaseWithdrawn', data: {} }, { type: 'CaseErased', data: {} });
    return { ...group, erased: [{ caseId: id, keySlot: this.state(id).keySlot }] };
  }

  #record(id: CaseId, decided: readonly NewCaseEvent[]): readonly CaseEvent[] {
    return decided.map((event) => {
      const before = this.#states.get(id);
      const recorded: CaseEvent = {
        ...event,
        seq: ++this.#seq,
        prev: before?.seq ?? 0,
        caseId: id,
        at: this.at,
        actor: { role: 'integration', id: 'sample' },
        version: (before?.version ?? 0) + 1,
      };
      this.#states.set(id, evolve(before, recorded));
      return recorded;
    });
  }

  #group(ids: readonly CaseId[], events: readonly CaseEvent[]): AppendGroup {
    const states = ids.map((id) => this.state(id));
    const contributions = states.map((state) => contributionOf(state));
    return {
      events,
      states,
      counters: this.#recount(contributions),
      contributions,
      keys: [],
      texts: [],
      erased: [],
      head: { seq: this.#seq, keySlots: this.#keySlots },
      day: this.day,
    };
  }

  /** Counted anew from every case: slow, and independent of how a hub keeps its counters. */
  #recount(touched: readonly ContributionRow[]): readonly CounterRow[] {
    this.#counters.clear();
    for (const state of this.#states.values()) {
      for (const { table, key, adds } of contribute(state, SAMPLE_CITY)) {
        const before = this.#counters.get(`${table} ${key}`);
        const values = adds.map((add, i) => add + (before?.values[i] ?? 0));
        this.#counters.set(`${table} ${key}`, { table, key, values });
      }
    }
    const keys = new Set(touched.flatMap(({ shares }) => shares.map(({ table, key }) => `${table} ${key}`)));
    return [...keys].map((key) => must(this.#counters.get(key), `no counter ${key}`));
  }

  #text(id: CaseId, keySlot: number, part: number): SealedText {
    const sealed = this.#vault?.seal(keySlot, id, part, sampleText(id)) ?? sealedText(id);
    return { caseId: id, part, sealed };
  }

  #key(id: CaseId): KeyEntry {
    const hash = (++this.#keys).toString(16).padStart(64, '0');
    return { hash, bodyMac: hash.split('').reverse().join(''), caseId: id, seq: this.state(id).seq };
  }
}

export function contributionOf(state: CaseState): ContributionRow {
  return { caseId: state.id, fromSeq: state.seq, shares: contribute(state, SAMPLE_CITY) };
}

/** Words that no other byte of a store repeats. */
export function sampleText(id: CaseId): PersonalText {
  return { type: 'intake', externalId: `ext-${id}`, title: `漏水 ${id}`, content: `水管漏水，门牌 ${id} 号` };
}

export function sealedText(id: CaseId): Uint8Array {
  return Buffer.from(`sealed text of ${id}, which nobody else repeats. `.repeat(8));
}

function intakeEvents(keySlot: number): readonly NewCaseEvent[] {
  return [
    {
      type: 'CaseRegistered',
      data: {
        filedBy: 'key-1',
        source: 'hotline',
        channel: 'phone',
        kind: 'help',
        level: 'unknown',
        categoryCode: '010101',
        areaCode: 'north',
        confidential: false,
        marks: ['noPoint'],
        keySlot,
        reportedAt: SAMPLE_AT - 60_000,
        textPart: 1,
      },
    },
    {
      type: 'CaseAccepted',
      data: { level: 'L3', policyId: 'p1', clocks: [{ kind: 'dispatch', minutes: 120 }] },
    },
    {
      type: 'CaseDispatched',
      data: {
        hostUnitCode: 'water',
        coUnitCodes: [],
        policyId: 'p1',
        clocks: [
          { kind: 'sign', minutes: 120 },
          { kind: 'contact', minutes: 1_440 },
          { kind: 'handle', minutes: 10_080 },
        ],
      },
    },
  ];
}
