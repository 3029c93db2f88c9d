import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../StartError.ts';
import { syncDirOf } from '../dir/durableFiles.ts';
import type { Erased, ErasureLedger } from './ErasureLedger.ts';
import { ledgerLine, readLedger } from './readLedger.ts';
import type { LogOrigin } from './readLedger.ts';

/** Where the ledger lies unless told: beside the data directory, so that it outlives the directory. */
export function ledgerBeside(dataDir: string): string {
  return `${dataDir}.erasures`;
}

/** The erasure ledger of one log in a text file; several logs may share a file. */
export class FileLedger implements ErasureLedger {
  readonly #path: string;
  readonly #logId: string;

  /** Throws StartError where the file cannot be written; makes it where it is missing. */
  static open(
    path: string,
    log: { readonly logId: string; readonly from?: LogOrigin | undefined },
  ): FileLedger {
    const ledger = new FileLedger(path, log.logId);
    try {
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
      const isKnown = existsSync(path) && readLedger(path).logs.has(log.logId);
      if (!isKnown) ledger.#append([ledgerLine({ log: log.logId, ...(log.from && { from: log.from }) })]);
      syncDirOf(path);
      return ledger;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new StartError(
        `The erasure ledger ${path} cannot be written (${code}): name another file with --erasure-ledger.`,
        { cause: error },
      );
    }
  }

  /** Use `FileLedger.open`. */
  constructor(path: string, logId: string) {
    this.#path = path;
    this.#logId = logId;
  }

  record(erased: readonly Erased[]): void {
    if (erased.length === 0) return;
    this.#append(
      erased.map(({ caseId, keySlot }) => ledgerLine({ log: this.#logId, case: caseId, slot: keySlot })),
    );
  }

  /** Begins with a line break, so that a line that a crash cut off spoils no other. */
  #append(lines: readonly string[]): void {
    const fd = openSync(this.#path, 'a', 0o600);
    try {
      writeSync(fd, `\n${lines.join('\n')}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}
