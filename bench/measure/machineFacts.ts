import Database from 'better-sqlite3';
import { cpus, loadavg, totalmem } from 'node:os';

/** One line that says what the figures were had on. */
export function machineFacts(): string {
  const [first] = cpus();
  const db = new Database(':memory:');
  const sqlite = String(db.prepare('SELECT sqlite_version()').pluck().get());
  db.close();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return (
    `${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${memory} GiB, ${process.platform}, ` +
    `Node ${process.versions.node}, SQLite ${sqlite}, load ${load} before the first measurement`
  );
}
