import { openDatabase } from './openDatabase.ts';
import { StoreTables } from './StoreTables.ts';

/**
 * Throws away all that is derived from the log and lets `write` put it there anew, in one transaction: cut
 * off at any point, the store is as it was before.
 */
export function rewriteDerived(path: string, write: (tables: StoreTables) => void): void {
  const db = openDatabase(path);
  try {
    const tables = new StoreTables(db);
    const rewrite = db.transaction(() => {
      db.exec(
        `DELETE FROM open_case; DELETE FROM closed_case; DELETE FROM counter; DELETE FROM contribution;
         DELETE FROM rate_part; DELETE FROM subject`,
      );
      write(tables);
    });
    rewrite.immediate();
  } finally {
    db.close();
  }
}
