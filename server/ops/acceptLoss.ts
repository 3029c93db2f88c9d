import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { City } from '../../shared/domain/City.ts';
import { dayOfCaseId, serialOfCaseId } from '../../shared/domain/ids.ts';
import { StartError } from '../StartError.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { EMPTY_END } from '../store/dir/EndMark.ts';
import type { LogEnd } from '../store/dir/EndMark.ts';
import { endAnew, readStore } from '../store/sqlite/logEnd.ts';
import type { Loss } from '../store/sqlite/losses.ts';
import { writeLoss } from '../store/sqlite/writeLoss.ts';
import { SLOT_BYTES } from '../store/vault/FileVault.ts';
import { verifyStore } from './verify.ts';
import { findMark, verifyEnd } from './verifyEnd.ts';
import { Findings } from './Findings.ts';

export interface AcceptRequest {
  readonly dataDir: string;
  readonly cityOf: (id: string) => City;
  /** The machine's time. */
  readonly now?: () => number;
}

/**
 * Lets a log go on whose acknowledged end is missing or cannot be proved. What is left must be whole. The loss is
 * recorded in the database, and case numbers and key slots go on after those that were lost, so that none is given
 * twice; the log goes on under a name of its own. Throws StartError where a hub runs, where nothing is missing, or
 * where what is left is damaged; then nothing was changed.
 */
export function acceptLoss({ dataDir, cityOf, now = Date.now }: AcceptRequest): Loss {
  const dir = DataDir.openExisting(dataDir);
  try {
    const { layout, binding } = dir;
    const city = cityOf(binding.city);
    const mark = findMark(layout);
    const end = readStore(layout.database, (tables) => {
      const isProved = tables !== undefined && verifyEnd(tables, mark, new Findings());
      if (isProved || (mark === 'none' && tables !== undefined))
        throw new StartError(`No acknowledged event is missing in ${dataDir}: nothing was changed.`);
      return tables === undefined ? undefined : endAnew(tables);
    });
    if (end !== undefined) assertRestIsWhole(verifyStore(layout, city).told);
    const known = mark === 'none' || mark instanceof Error ? undefined : mark;
    const at = now();
    const untilDay = binding.mode === 'live' ? city.calendar.dayOf(at).date : LAST_DAY;
    const loss = lossOf(known, end ?? EMPTY_END, { at, keyFileSlots: slotsIn(layout.keys), untilDay });
    const after = writeLoss(layout.database, loss);
    dir.writeEnd({ ...after, lastCaseId: Math.max(after.lastCaseId, loss.lastCaseId) }, randomUUID());
    return loss;
  } finally {
    dir.close();
  }
}

function assertRestIsWhole(faults: readonly string[]): void {
  if (faults[0] === undefined) return;
  throw new StartError(
    `What is left is damaged, so the loss cannot be accepted and nothing was changed: ${faults[0].replace(/\.$/, '')}; ` +
      `run npm run rebuild if only derived rows are damaged, else restore a backup.`,
  );
}

interface Context {
  readonly at: number;
  /** Keys that were ever reserved: no fewer than were used. */
  readonly keyFileSlots: number;
  /** The last local day on which a case can have been filed, where the mark does not say. */
  readonly untilDay: number;
}

/** Hub time of a replay or a simulation may be any. */
const LAST_DAY = 9999_12_31;

/** Each lost case took one key slot, so their number is known, or bounded by the key file where the mark is gone. */
function lossOf(mark: LogEnd | undefined, left: LogEnd, { at, keyFileSlots, untilDay }: Context): Loss {
  const { seq, keySlots } = left;
  const known = mark ?? { seq, keySlots: keyFileSlots, lastCaseId: 0 };
  const lastDay = known.lastCaseId === 0 ? untilDay : dayOfCaseId(known.lastCaseId);
  const lost = Math.max(0, known.keySlots - keySlots);
  return {
    at,
    seq,
    markSeq: known.seq,
    keySlots,
    markKeySlots: keySlots + lost,
    fromDay: Math.min(dayOfCaseId(left.lastCaseId), lastDay),
    toDay: Math.max(dayOfCaseId(left.lastCaseId), lastDay),
    serial: lost === 0 ? 0 : serialOfCaseId(left.lastCaseId) + lost,
    lastCaseId: known.lastCaseId,
  };
}

function slotsIn(path: string): number {
  return Math.floor((statSync(path, { throwIfNoEntry: false })?.size ?? 0) / SLOT_BYTES);
}
