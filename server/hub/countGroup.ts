import type { CaseId } from '../../shared/domain/ids.ts';
import type { Share } from '../../shared/tables/shares/Share.ts';
import type { ContributionRow } from '../store/EventStore.ts';
import { countRows } from './countRows.ts';
import type { Counts } from './countRows.ts';
import type { CountedCase } from './CountedCase.ts';
import type { Group } from './Group.ts';
import type { LaneDeps } from './LaneDeps.ts';
import { Tally } from './Tally.ts';

interface CountedGroup {
  /** The touched cases with what each adds now. */
  readonly counted: readonly CountedCase[];
  readonly counts: Counts & { readonly contributions: readonly ContributionRow[] };
}

/** What the cases of a decided group add to the tables; `before` is what those that were there added so far. */
export async function countGroup(
  group: Group,
  before: ReadonlyMap<CaseId, readonly Share[]>,
  { store, city, valuesOf }: Pick<LaneDeps, 'store' | 'city' | 'valuesOf'>,
): Promise<CountedGroup> {
  const tally = new Tally(city);
  const counted = [...group.states].map(([id, state]): CountedCase => {
    return { id, state, shares: tally.move(before.get(id), state) };
  });
  const rows = await countRows(tally, store, valuesOf);
  return { counted, counts: { ...rows, contributions: tally.contributions } };
}
