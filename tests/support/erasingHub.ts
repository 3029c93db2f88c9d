import { join } from 'node:path';
import { openHub } from '../../server/hub/openHub.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileLedger, ledgerBeside } from '../../server/store/vault/FileLedger.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import { FakeClock } from './FakeClock.ts';
import { accepted, filing, intake, ordering } from './laneHub.ts';
import { quietLog } from './quietLog.ts';
import { SAMPLE_CITY } from './sampleGroup.ts';

/** A hub's work on a data directory: files cases and erases some, by id; gives the ids of those filed. */
export async function erasingHub(
  path: string,
  { file = 0, erase = [], ledger }: { file?: number; erase?: readonly number[]; ledger?: string },
): Promise<readonly number[]> {
  const dir = DataDir.open({ path, city: 'sample', mode: 'live' });
  const store = SqliteStore.open(dir.layout.database);
  const hub = await openHub({
    store,
    vault: FileVault.open(dir.layout.keys, (await store.head()).keySlots),
    ledger: FileLedger.open(ledger ?? ledgerBeside(path), dir.binding),
    city: SAMPLE_CITY,
    clock: new FakeClock(),
    mode: 'live',
    epoch: 'e',
    log: quietLog(),
    holdBreaches: () => false,
  });
  const ids: number[] = [];
  for (let i = 0; i < file; i++) ids.push(accepted(await hub.submit(filing(intake()))).state.id);
  for (const caseId of erase)
    accepted(await hub.submit(ordering({ type: 'EraseCase', caseId, payload: {} })));
  await hub.close();
  dir.close();
  return ids;
}

/** Which cases of a directory have texts that open, by id. */
export async function readableIn(path: string, ids: readonly number[]): Promise<readonly number[]> {
  const store = SqliteStore.open(join(path, 'whistleboard.db'));
  const vault = FileVault.open(join(path, 'keys.bin'), (await store.head()).keySlots, { readOnly: true });
  const readable: number[] = [];
  for (const [id, state] of await store.cases(ids)) {
    const texts = await store.texts(id);
    if (texts.some(({ part, sealed }) => vault.open(state.keySlot, id, part, sealed) !== undefined))
      readable.push(id);
  }
  vault.close();
  await store.close();
  return readable.sort((a, b) => a - b);
}
