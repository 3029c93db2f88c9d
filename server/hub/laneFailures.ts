import type { Refusal } from '../../shared/domain/refusals.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import { InvariantError } from '../../shared/lib/assert.ts';
import { CorruptStoreError, StoreFullError } from '../store/EventStore.ts';

/** A store or a file that failed says why in `cause` or `code`: that is no single command's fault. */
export function isOutside(error: unknown): boolean {
  return error instanceof Error && (error.cause !== undefined || 'code' in error);
}

/** What a group is told that could not be decided. */
export function decidingFailure(error: unknown): Refusal {
  const isStored = error instanceof CorruptStoreError || error instanceof StoreFullError || isOutside(error);
  return isStored ? recordingFailure(error) : refusal('internal_fault');
}

/** What a group is told that was decided and could not be recorded. */
export function recordingFailure(error: unknown): Refusal {
  if (error instanceof StoreFullError) return refusal('storage_full');
  return refusal(error instanceof InvariantError ? 'internal_fault' : 'storage_failed');
}
