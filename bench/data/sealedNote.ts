import type { Vault } from '../../server/store/vault/Vault.ts';
import type { CaseId } from '../../shared/domain/ids.ts';

/** The first text of a made case, of the length of a usual one: a hub starts only on texts that its keys open. */
export function sealedNote(vault: Vault, slot: number, id: CaseId): Uint8Array {
  return vault.seal(slot, id, 1, { type: 'note', of: 'bench', text: 'x'.repeat(355) });
}
