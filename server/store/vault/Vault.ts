import type { PersonalText } from '../../../shared/domain/case/PersonalText.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';

/**
 * The cases' own keys, apart from the store. Guarantees: a text sealed under a slot can be opened by nobody
 * once the slot is destroyed; a slot is on stable storage before a text sealed under it can be (so a crash
 * never leaves a text without its key); a text moved to another case or part does not open.
 */
export interface Vault {
  /** Sees that slots 0 to `count - 1` hold keys on stable storage. Cheap when they already do. */
  reserve(count: number): void;
  seal(keySlot: number, caseId: CaseId, part: number, text: PersonalText): Uint8Array;
  /** The text, or undefined where the key has been destroyed. Throws where the bytes were tampered with. */
  open(keySlot: number, caseId: CaseId, part: number, sealed: Uint8Array): PersonalText | undefined;
  /** Overwrites the keys and syncs. Destroying twice is harmless. */
  destroy(keySlots: readonly number[]): void;
  isDestroyed(keySlot: number): boolean;
  close(): void;
}
