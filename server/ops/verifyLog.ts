import type { StoreTables } from '../store/sqlite/StoreTables.ts';
import type { Findings } from './Findings.ts';

/** Every event by its own number: there, undamaged, after the one before it, and none beyond the head. */
export function verifyLog(tables: StoreTables, last: number, findings: Findings): void {
  for (let seq = 1; seq <= last; seq++) {
    const event = findings.guard(() => tables.events.get(seq) ?? 'missing');
    if (event === 'missing') findings.add(`Event ${seq} is missing.`);
    else if (event !== undefined) {
      findings.expect(event.prev < seq, `Event ${seq} follows event ${event.prev}, which is not before it.`);
    }
  }
  const count = tables.events.count();
  findings.expect(count === last, `The log holds ${count} events, its head says ${last}.`);
}
