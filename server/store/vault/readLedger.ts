import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';

const originSchema = z.strictObject({ log: z.string().min(1), seq: z.number().int().nonnegative() });

/** The log that a restored log continues, and the last event that both share. */
export type LogOrigin = z.infer<typeof originSchema>;

const lineSchema = z.union([
  z.strictObject({ log: z.string().min(1), from: originSchema.optional() }),
  z.strictObject({ log: z.string().min(1), case: z.number().int(), slot: z.number().int().nonnegative() }),
]);
type LedgerLine = z.infer<typeof lineSchema>;

export interface LedgerEntry {
  readonly log: string;
  readonly case: number;
  readonly slot: number;
}

export interface Ledger {
  /** Every log that wrote to the file, with what it continues. */
  readonly logs: ReadonlyMap<string, LogOrigin | undefined>;
  readonly entries: readonly LedgerEntry[];
  /** Lines that do not match their checksum. */
  readonly damaged: number;
}

/** A line of the file: its facts as JSON, then their CRC-32 in hex. */
export function ledgerLine(facts: LedgerLine): string {
  const text = JSON.stringify(facts);
  return `${text} ${crc32(text).toString(16)}`;
}

/** Throws where the file cannot be read. */
export function readLedger(path: string): Ledger {
  const logs = new Map<string, LogOrigin | undefined>();
  const entries: LedgerEntry[] = [];
  let damaged = 0;
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue;
    const line = parsed(text);
    if (line === undefined) damaged++;
    else if ('case' in line) entries.push(line);
    else logs.set(line.log, line.from);
  }
  return { logs, entries, damaged };
}

function parsed(text: string): LedgerLine | undefined {
  const end = text.lastIndexOf(' ');
  const facts = text.slice(0, end);
  if (end === -1 || crc32(facts).toString(16) !== text.slice(end + 1)) return undefined;
  try {
    return lineSchema.parse(JSON.parse(facts));
  } catch {
    return undefined;
  }
}
