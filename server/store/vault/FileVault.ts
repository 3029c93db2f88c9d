import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { PersonalText } from '../../../shared/domain/case/PersonalText.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { assert } from '../../../shared/lib/assert.ts';
import { StartError } from '../../StartError.ts';
import { reasonOf, syncDirOf } from '../dir/durableFiles.ts';
import { StoreFullError } from '../EventStore.ts';
import type { Vault } from './Vault.ts';

export interface FileVaultOptions {
  /** `true`: the file is opened as it is and nothing in it can be changed. */
  readonly readOnly?: boolean;
}

export const SLOT_BYTES = 32;
/** Slots written and synced at a time: 32 KB, so that one sync serves a thousand intakes. */
const BLOCK_SLOTS = 1024;
const NONCE_BYTES = 12;
/** Random numbers are had cheaply by the thousand and dearly one by one. */
const NONCES_AT_A_TIME = 1024;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
/** Codes of a disk, quota or file limit that is used up. */
const ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const DESTROYED = Buffer.alloc(SLOT_BYTES);

/**
 * The cases' keys in one flat file: slot `n` is the 32 bytes from `32 n`; 32 zero bytes are a destroyed key.
 * A sealed text is nonce, tag and AES-256-GCM ciphertext of the text's JSON, bound to its case and part.
 */
export class FileVault implements Vault {
  readonly #fd: number;
  readonly #slot = Buffer.alloc(SLOT_BYTES);
  #slots: number;
  /** The block reserved last, from slot `#blockStart` on: an intake's key is used as soon as it is reserved. */
  #block = Buffer.alloc(0);
  #blockStart = 0;
  #nonces = Buffer.alloc(0);

  /**
   * `usedSlots` is what the store's head says: a shorter file has lost keys and does not start. What lies
   * beyond was never used and may be a block that a crash left half-written, so it is written anew.
   */
  static open(path: string, usedSlots: number, options: FileVaultOptions = {}): FileVault {
    const isReadOnly = options.readOnly ?? false;
    const fd = openKeyFile(path, isReadOnly, usedSlots === 0);
    const slots = Math.floor(fstatSync(fd).size / SLOT_BYTES);
    if (slots < usedSlots) {
      closeSync(fd);
      throw new StartError(
        `The key file ${path} holds ${slots} keys where the log has used ${usedSlots}: restore a backup.`,
      );
    }
    if (!isReadOnly) syncDirOf(path);
    return new FileVault(fd, usedSlots);
  }

  /** Use `FileVault.open`. */
  constructor(fd: number, slots: number) {
    this.#fd = fd;
    this.#slots = slots;
  }

  reserve(count: number): void {
    while (this.#slots < count) {
      const block = randomBytes(BLOCK_SLOTS * SLOT_BYTES);
      this.#write(block);
      this.#block = block;
      this.#blockStart = this.#slots;
      this.#slots += BLOCK_SLOTS;
    }
  }

  seal(keySlot: number, caseId: CaseId, part: number, text: PersonalText): Uint8Array {
    const key = this.#read(keySlot);
    assert(!key.equals(DESTROYED), `key slot ${keySlot} has been destroyed`);
    const nonce = this.#nonce();
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(caseId, part));
    const body = cipher.update(JSON.stringify(text), 'utf8');
    const rest = cipher.final();
    return Buffer.concat([nonce, cipher.getAuthTag(), body, rest]);
  }

  open(keySlot: number, caseId: CaseId, part: number, sealed: Uint8Array): PersonalText | undefined {
    const key = this.#read(keySlot);
    if (key.equals(DESTROYED)) return undefined;
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(caseId, part)).setAuthTag(tag);
      const plain = Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
      return JSON.parse(plain.toString('utf8')) as PersonalText;
    } catch (error) {
      throw new Error(`Text ${part} of case ${caseId} does not open under key slot ${keySlot}.`, {
        cause: error,
      });
    }
  }

  destroy(keySlots: readonly number[]): void {
    if (keySlots.length === 0) return;
    for (const keySlot of keySlots) {
      this.#assertSlot(keySlot);
      writeAll(this.#fd, DESTROYED, keySlot * SLOT_BYTES);
      this.#inBlock(keySlot)?.fill(0);
    }
    fsyncSync(this.#fd);
  }

  isDestroyed(keySlot: number): boolean {
    return this.#read(keySlot).equals(DESTROYED);
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** A full disk leaves a part of the block, which the next attempt writes anew. */
  #write(block: Buffer): void {
    try {
      writeAll(this.#fd, block, this.#slots * SLOT_BYTES);
      fsyncSync(this.#fd);
    } catch (error) {
      if (!ROOM.has(reasonOf(error))) throw new Error('The key file cannot be written.', { cause: error });
      throw new StoreFullError('There is no room left for keys.', { cause: error });
    }
  }

  /** The slot's bytes, valid until the next read. */
  #read(keySlot: number): Buffer {
    this.#assertSlot(keySlot);
    const held = this.#inBlock(keySlot);
    if (held !== undefined) return held;
    const read = readSync(this.#fd, this.#slot, 0, SLOT_BYTES, keySlot * SLOT_BYTES);
    if (read !== SLOT_BYTES) throw new Error(`Key slot ${keySlot} cannot be read whole.`);
    return this.#slot;
  }

  #inBlock(keySlot: number): Buffer | undefined {
    const from = (keySlot - this.#blockStart) * SLOT_BYTES;
    return from < 0 || from >= this.#block.length ? undefined : this.#block.subarray(from, from + SLOT_BYTES);
  }

  /** Never the same bytes twice: each call takes the next ones. */
  #nonce(): Buffer {
    if (this.#nonces.length === 0) this.#nonces = randomBytes(NONCES_AT_A_TIME * NONCE_BYTES);
    const nonce = this.#nonces.subarray(0, NONCE_BYTES);
    this.#nonces = this.#nonces.subarray(NONCE_BYTES);
    return nonce;
  }

  #assertSlot(keySlot: number): void {
    assert(
      Number.isInteger(keySlot) && keySlot >= 0 && keySlot < this.#slots,
      `key slot ${keySlot} is not reserved`,
    );
  }
}

function openKeyFile(path: string, isReadOnly: boolean, isNew: boolean): number {
  try {
    return isReadOnly ? openSync(path, 'r') : openToWrite(path, isNew);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The key file ${path} cannot be opened: ${reason}.`, { cause: error });
  }
}

/** For reading and writing at a place, and for its owner alone; an empty file must not take a lost one's place. */
function openToWrite(path: string, isNew: boolean): number {
  return openSync(path, constants.O_RDWR | (isNew ? constants.O_CREAT : 0), 0o600);
}

function boundTo(caseId: CaseId, part: number): Buffer {
  return Buffer.from(`${caseId}:${part}`);
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}
