import { onTestFinished } from 'vitest';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { EndMark } from '../../server/store/dir/EndMark.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { FileVault } from '../../server/store/vault/FileVault.ts';
import type { AppendGroup } from '../../server/store/EventStore.ts';
import { SAMPLE_AT, SampleLog } from './sampleGroup.ts';

/** A data directory with a store, a vault and a log that writes to both, closed when the test ends. */
export class SampleDataDir {
  readonly path: string;
  readonly dir: DataDir;
  readonly store: SqliteStore;
  readonly vault: FileVault;
  readonly log: SampleLog;
  #isOpen = true;

  constructor(path: string) {
    this.path = path;
    this.dir = DataDir.open({ path, city: 'sample', mode: 'live', createdAt: SAMPLE_AT });
    const mark = EndMark.open(this.dir.layout.mark, this.dir.owner);
    this.store = SqliteStore.open(this.dir.layout.database, { mark, held: this.dir.held });
    this.vault = FileVault.open(this.dir.layout.keys, 0);
    this.log = new SampleLog({ vault: this.vault });
    onTestFinished(() => this.close());
  }

  append(group: AppendGroup): Promise<void> {
    return this.store.append(group);
  }

  /** As the hub erases: recorded, then the key destroyed, then confirmed. */
  async erase(id: number): Promise<void> {
    const group = this.log.erases(id);
    await this.append(group);
    this.vault.destroy(group.erased.map(({ keySlot }) => keySlot));
    await this.store.confirmErased([id]);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.vault.close();
    await this.store.close();
    this.dir.close();
  }
}
