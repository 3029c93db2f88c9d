import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { StartError } from '../StartError.ts';
import type { DeadRow } from './Fact.ts';

const lineSchema = z.looseObject({ line: z.number().int() });

/**
 * The rows that were set aside, one JSON object a line: `line` and `faults`, nothing of what the row says.
 * A row is in it once, however often the replay was interrupted; a row in it is not tried again.
 */
export class DeadLetters {
  readonly #path: string;
  readonly #lines = new Set<number>();
  /** Bytes of whole lines; what a crash left behind them is overwritten. */
  #size = 0;

  constructor(path: string) {
    this.#path = path;
    if (existsSync(path)) this.#load();
  }

  get count(): number {
    return this.#lines.size;
  }

  has(line: number): boolean {
    return this.#lines.has(line);
  }

  /** Resolves when the rows that are new are on stable storage. */
  async add(rows: readonly DeadRow[]): Promise<void> {
    const fresh = rows.filter((row) => !this.#lines.has(row.line));
    if (fresh.length === 0) return;
    const text = fresh.map(({ line, faults }) => `${JSON.stringify({ line, faults })}\n`).join('');
    await mkdir(dirname(this.#path), { recursive: true });
    const file = await open(this.#path, existsSync(this.#path) ? 'r+' : 'w', 0o600);
    try {
      await file.truncate(this.#size);
      await file.write(text, this.#size);
      await file.sync();
    } finally {
      await file.close();
    }
    this.#size += Buffer.byteLength(text);
    for (const { line } of fresh) this.#lines.add(line);
  }

  #load(): void {
    const text = readFileSync(this.#path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.#size = Buffer.byteLength(whole);
    for (const [index, line] of whole.split('\n').slice(0, -1).entries())
      this.#lines.add(this.#lineOf(line, index));
  }

  #lineOf(text: string, index: number): number {
    try {
      return lineSchema.parse(JSON.parse(text)).line;
    } catch (cause) {
      throw new StartError(`${this.#path}, line ${index + 1}: it is no dead letter.`, { cause });
    }
  }
}
