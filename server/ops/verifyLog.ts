import { isDeepStrictEqual } from 'node:util';
import { HUB_KINDS, isCaseEvent } from '../../shared/domain/LogEvent.ts';
import type { HubEvent, LogEvent } from '../../shared/domain/LogEvent.ts';
import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import type { Findings } from './Findings.ts';

/**
 * Every event by its own number: there, undamaged, after the one before it, and none beyond the head. `learn` is
 * told each. Answers how many events are of something other than a case.
 */
export function verifyLog(
  tables: StoreTables,
  last: number,
  findings: Findings,
  learn: (event: LogEvent) => void,
): number {
  const heads = new Map<string, number>();
  let others = 0;
  for (let seq = 1; seq <= last; seq++) {
    const event = findings.guard(() => tables.events.get(seq) ?? 'missing');
    if (event === 'missing') findings.add(`Event ${seq} is missing.`);
    else if (event !== undefined) {
      findings.expect(event.prev < seq, `Event ${seq} follows event ${event.prev}, which is not before it.`);
      learn(event);
      if (isCaseEvent(event)) continue;
      others++;
      verifySubject(event, heads, findings);
    }
  }
  const count = tables.events.count();
  findings.expect(count === last, `The log holds ${count} events, its head says ${last}.`);
  verifyHeads(tables, heads, findings);
  return others;
}

/** What happened to one subject is chained, as the events of a case are. */
function verifySubject(
  { kind, subject, prev, seq }: HubEvent,
  heads: Map<string, number>,
  findings: Findings,
): void {
  const id = `${kind} ${subject}`;
  findings.expect(prev === (heads.get(id) ?? 0), `Event ${seq} does not follow the last one of ${id}.`);
  heads.set(id, seq);
}

function verifyHeads(tables: StoreTables, heads: ReadonlyMap<string, number>, findings: Findings): void {
  const kept = HUB_KINDS.flatMap((kind) => {
    const found = findings.guard(() => tables.subjects.of(kind)) ?? [];
    return found.map(({ subject, seq }) => `${kind} ${subject} ${seq}`);
  });
  const told = [...heads].map(([id, seq]) => `${id} ${seq}`);
  findings.expect(
    isDeepStrictEqual(new Set(kept), new Set(told)),
    'The last events of periods and numbers are not those that are kept of them.',
  );
}
