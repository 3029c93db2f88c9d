import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { StartError } from '../../StartError.ts';
import { reasonOf, writeDurably } from './durableFiles.ts';

/** How far a log goes, and what its last events are. */
export interface LogEnd {
  readonly seq: number;
  readonly keySlots: number;
  /** The greatest case id that was ever given; 0 before the first. */
  readonly lastCaseId: number;
  /** Checksum of the row of event `seq`; 0 where there is none. */
  readonly check: number;
  /** Checksums of the rows of the events in `(chainFrom, seq]`, one run into the next. */
  readonly chain: number;
  readonly chainFrom: number;
}

/** A log in which nothing has happened. */
export const EMPTY_END: LogEnd = { seq: 0, keySlots: 0, lastCaseId: 0, check: 0, chain: 0, chainFrom: 0 };

const syncData = promisify(fdatasync);

const MAGIC = 0x57_42_45_31;
/** Two records a page apart, so that a torn write of one leaves the other. */
const SLOT_BYTES = 4096;
const NUMBERS: readonly (keyof LogEnd)[] = ['seq', 'keySlots', 'lastCaseId', 'check', 'chain', 'chainFrom'];
/** Magic, owner, generation, the numbers, and a CRC-32 of all of it. */
const CRC_AT = 16 + NUMBERS.length * 8;
const RECORD_BYTES = CRC_AT + 4;

interface Slot {
  readonly generation: number;
  readonly owner: number;
  readonly end: LogEnd;
}

/**
 * How far the log was acknowledged, in a small file outside the database, so that a database that lost its end is
 * noticed. It is written after each commit and before its answers: so it is never ahead of what is on stable
 * storage, and never behind what was acknowledged. The file never grows, so that a full disk cannot stop it.
 */
export class EndMark {
  readonly #fd: number;
  readonly #owner: number;
  readonly #record = Buffer.alloc(RECORD_BYTES);
  #isOpen = true;
  #generation: number;
  #end: LogEnd;

  /** Writes a new file, on stable storage when this returns. `owner` is what `ownerOf` gives. */
  static create(path: string, owner: number, end: LogEnd): void {
    const bytes = Buffer.alloc(2 * SLOT_BYTES);
    for (const generation of [0, 1])
      encode({ generation, owner, end }).copy(bytes, (generation % 2) * SLOT_BYTES);
    writeDurably(path, bytes);
  }

  /** The newest record. Throws StartError where the file is missing, damaged or another directory's. */
  static read(path: string, owner: number): LogEnd {
    return readSlot(path, owner).end;
  }

  static open(path: string, owner: number): EndMark {
    const slot = readSlot(path, owner);
    try {
      return new EndMark(openSync(path, 'r+'), slot);
    } catch (error) {
      throw new StartError(`The end mark ${path} cannot be written: ${reasonOf(error)}.`, { cause: error });
    }
  }

  /** Use `EndMark.open`. */
  constructor(fd: number, { generation, owner, end }: Slot) {
    this.#fd = fd;
    this.#owner = owner;
    this.#generation = generation;
    this.#end = end;
  }

  get end(): LogEnd {
    return this.#end;
  }

  /** On stable storage when it resolves. The sync runs beside the event loop, which goes on serving meanwhile. */
  async advance(end: LogEnd): Promise<void> {
    const generation = this.#generation + 1;
    encode({ generation, owner: this.#owner, end }, this.#record);
    const written = writeSync(this.#fd, this.#record, 0, RECORD_BYTES, (generation % 2) * SLOT_BYTES);
    if (written !== RECORD_BYTES) throw new Error('The end mark was written in part only.');
    await syncData(this.#fd);
    this.#generation = generation;
    this.#end = end;
  }

  /** Closing twice is harmless. */
  close(): void {
    if (this.#isOpen) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

function readSlot(path: string, owner: number): Slot {
  const bytes = bytesOf(path);
  const slots = [0, SLOT_BYTES].flatMap((at) => decode(bytes.subarray(at, at + RECORD_BYTES)) ?? []);
  const newest = slots.sort((a, b) => b.generation - a.generation)[0];
  if (newest === undefined) throw unproved(`The end mark ${path} is damaged`);
  if (newest.owner !== owner) throw unproved(`The end mark ${path} belongs to another data directory`);
  return newest;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') throw unproved(`The end mark ${path} is missing`);
    throw new StartError(`The end mark ${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function unproved(what: string): StartError {
  return new StartError(
    `${what}, so nothing proves that no acknowledged case is lost; nothing was changed: restore a backup, or ` +
      `accept the log as it is with npm run accept-loss.`,
  );
}

function encode({ generation, owner, end }: Slot, bytes = Buffer.alloc(RECORD_BYTES)): Buffer {
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(owner, 4);
  writeNumber(bytes, generation, 8);
  NUMBERS.forEach((name, i) => writeNumber(bytes, end[name], 16 + i * 8));
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
}

function decode(bytes: Buffer): Slot | undefined {
  if (bytes.length < RECORD_BYTES || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  if (bytes.readUInt32LE(CRC_AT) !== crc32(bytes.subarray(0, CRC_AT))) return undefined;
  const [seq = 0, keySlots = 0, lastCaseId = 0, check = 0, chain = 0, chainFrom = 0] = NUMBERS.map((_, i) =>
    Number(bytes.readBigUInt64LE(16 + i * 8)),
  );
  return {
    generation: Number(bytes.readBigUInt64LE(8)),
    owner: bytes.readUInt32LE(4),
    end: { seq, keySlots, lastCaseId, check, chain, chainFrom },
  };
}

/** 53 bits, without the cost of a BigInt. */
function writeNumber(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, at);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}
