import type { PersonalText } from '../../shared/domain/case/PersonalText.ts';
import type { Vault } from '../../server/store/vault/Vault.ts';

/** A vault without secrecy, for tests that are about something else. It still forgets what is destroyed. */
export function plainVault(): Vault {
  const destroyed = new Set<number>();
  return {
    reserve: () => {},
    seal: (keySlot, caseId, part, text) =>
      new TextEncoder().encode(JSON.stringify({ keySlot, caseId, part, text })),
    open: (keySlot, _caseId, _part, sealed) => {
      if (destroyed.has(keySlot)) return undefined;
      const opened: { text: PersonalText } = JSON.parse(new TextDecoder().decode(sealed));
      return opened.text;
    },
    destroy: (slots) => slots.forEach((slot) => destroyed.add(slot)),
    isDestroyed: (slot) => destroyed.has(slot),
    close: () => {},
  };
}
