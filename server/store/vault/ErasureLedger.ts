import type { CaseId } from '../../../shared/domain/ids.ts';

/** An erased case, by numbers alone. */
export interface Erased {
  readonly caseId: CaseId;
  /** The slot of the key file that held the case's key. */
  readonly keySlot: number;
}

/**
 * The list of erased cases, kept apart from the data directory and its backups. A restore reads it, so that an
 * older backup does not bring an erased person back.
 */
export interface ErasureLedger {
  /** On stable storage when it returns; recording a case twice does no harm. Throws where it cannot be written. */
  record(erased: readonly Erased[]): void;
}
