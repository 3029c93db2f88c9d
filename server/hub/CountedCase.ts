import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';

/** A case and what it adds to the tables, as that was recorded: by a pack that may have changed since. */
export interface CountedCase {
  readonly id: CaseId;
  readonly state: CaseState;
  readonly shares: readonly Share[];
}
