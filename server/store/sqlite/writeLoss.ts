import type { LogEnd } from '../dir/EndMark.ts';
import { endAnew } from './logEnd.ts';
import { recordLoss } from './losses.ts';
import type { Loss } from './losses.ts';
import { openDatabase } from './openDatabase.ts';
import { StoreTables } from './StoreTables.ts';

/** Records a loss and takes the lost key slots in one transaction; gives the log's end from then on. */
export function writeLoss(path: string, loss: Loss): LogEnd {
  const db = openDatabase(path);
  try {
    const tables = new StoreTables(db);
    const write = db.transaction(() => {
      recordLoss(db, loss);
      tables.head.put({ seq: tables.head.peek().seq, keySlots: loss.markKeySlots });
    });
    write.immediate();
    return endAnew(tables);
  } finally {
    db.close();
  }
}
