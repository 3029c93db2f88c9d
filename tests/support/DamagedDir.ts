import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeededRandom } from './seededRandom.ts';

const DB = 'whistleboard.db';
const WAL = `${DB}-wal`;
const FILES = [DB, WAL, 'keys.bin', 'secrets.json', 'end.mark', 'whistleboard.json'];

/** A copy of a killed hub's directory with one fault of its files, chosen by chance. */
export class DamagedDir {
  readonly path: string;
  /** What was done, for the report. */
  readonly what: string;

  /** `older` is a copy of the same directory from before. */
  constructor(from: string, older: string, to: string, random: SeededRandom) {
    cpSync(from, to, { recursive: true });
    this.path = to;
    this.what = this.#damage(older, random);
  }

  #damage(older: string, random: SeededRandom): string {
    const present = FILES.filter((file) => existsSync(join(this.path, file)) && this.#bytes(file).length > 0);
    const file = present[random.below(present.length)] ?? DB;
    const kinds = ['flip', 'flip', 'flip', 'cut', 'remove', 'older', 'wal'] as const;
    const kind = kinds[random.below(kinds.length)] ?? 'flip';
    if (kind === 'older') return this.#replace(older);
    if (kind === 'remove') return this.#remove(file);
    if (kind === 'cut') return this.#cut(file, random);
    return this.#flip(kind === 'wal' && present.includes(WAL) ? WAL : file, random);
  }

  #flip(file: string, random: SeededRandom): string {
    const bytes = this.#bytes(file);
    const at = random.below(bytes.length);
    const bit = random.below(8);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
    writeFileSync(join(this.path, file), bytes);
    return `bit ${bit} of byte ${at} of ${file} flipped`;
  }

  #cut(file: string, random: SeededRandom): string {
    const length = random.below(this.#bytes(file).length);
    truncateSync(join(this.path, file), length);
    return `${file} cut to ${length} bytes`;
  }

  #remove(file: string): string {
    rmSync(join(this.path, file));
    return `${file} removed`;
  }

  #replace(older: string): string {
    for (const file of [DB, WAL, `${DB}-shm`]) {
      rmSync(join(this.path, file), { force: true });
      if (existsSync(join(older, file))) copyFileSync(join(older, file), join(this.path, file));
    }
    return 'the database of before';
  }

  #bytes(file: string): Buffer {
    return readFileSync(join(this.path, file));
  }
}
