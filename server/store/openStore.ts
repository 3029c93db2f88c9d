import { statSync } from 'node:fs';
import { StartError } from '../StartError.ts';
import type { DataDir } from './dir/DataDir.ts';
import { EMPTY_END, EndMark } from './dir/EndMark.ts';
import { endAnew, endFault, endFrom, readStore } from './sqlite/logEnd.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import { SqliteStore } from './sqlite/SqliteStore.ts';
import type { SqliteStoreOptions } from './sqlite/SqliteStore.ts';
import { OldSchemaError } from './sqlite/StoreReader.ts';

/**
 * Opens the store of a data directory after it was proved, with nothing written, that the log reaches its end
 * mark. Throws StartError, with one sentence, where it does not. A directory of format 1 gets its mark here, and before
 * it what this release's database has beside the log.
 */
export async function openStore(dir: DataDir, options: SqliteStoreOptions = {}): Promise<SqliteStore> {
  const { layout, held } = dir;
  if (dir.binding.format === 1) {
    bringUpToDate(layout.database);
    addEndMark(dir);
  }
  const mark = EndMark.open(layout.mark, dir.owner);
  let store: SqliteStore | undefined;
  try {
    const end = readStore(layout.database, (tables) => {
      const fault = endFault(tables, mark.end);
      if (fault !== undefined) throw new StartError(fault);
      return tables === undefined ? mark.end : endFrom(tables, mark.end);
    });
    held.hold(layout.mark);
    store = SqliteStore.open(layout.database, { ...options, mark, held });
    // Opening has synced the log, so the mark cannot get ahead of it.
    if (end.seq !== mark.end.seq) await mark.advance(end);
    return store;
  } catch (error) {
    if (store === undefined) mark.close();
    await store?.close();
    throw error;
  }
}

/** Nothing proves such a log yet, and the log itself stays as it is. What else is wrong is told by the next look. */
function bringUpToDate(database: string): void {
  try {
    readStore(database, () => {});
  } catch (error) {
    if (error instanceof OldSchemaError) openDatabase(database).close();
  }
}

/** Where keys were used, there must be a database; without it `EndMark.open` says that nothing proves the log. */
function addEndMark(dir: DataDir): void {
  const { database, keys } = dir.layout;
  const isUnused = (statSync(keys, { throwIfNoEntry: false })?.size ?? 0) === 0;
  readStore(database, (tables) => {
    if (tables !== undefined) dir.writeEnd(endAnew(tables));
    else if (isUnused) dir.writeEnd(EMPTY_END);
  });
}
