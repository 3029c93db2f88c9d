import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

/** A workbook has a few dozen parts; more than this was made to be slow. */
const MOST_PARTS = 10_000;
/** All parts of a workbook that are read, unpacked: some five million filled cells. */
const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * The parts of a ZIP file, found through its list at the end. A part is unpacked as it is read and never kept whole;
 * one that is larger than the list says, or all together more than `MOST_BYTES`, end with an error.
 */
export class ZipParts {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #left: number;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, mostBytes: number) {
    this.#zip = zip;
    this.#entries = entries;
    this.#left = mostBytes;
  }

  /** Throws an Error where the file is no ZIP file; whoever gets the parts must `close` them. */
  static async open(path: string, mostBytes = MOST_BYTES): Promise<ZipParts> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      if (zip.entryCount > MOST_PARTS) throw new Error(`it has more than ${MOST_PARTS} parts`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new ZipParts(zip, entries, mostBytes);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of one part; nothing where there is no such part. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#left -= entry.uncompressedSize;
    if (this.#left < 0) throw new Error(`unpacked it is larger than this hub reads, at its part ${name}`);
    // The library ends the stream with an error where more comes out than the list says.
    for await (const chunk of await this.#zip.openReadStreamPromise(entry)) yield chunk as Buffer;
  }

  close(): void {
    this.#zip.close();
  }
}
