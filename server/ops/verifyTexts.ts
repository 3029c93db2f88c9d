import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import type { StoreReader } from '../store/sqlite/StoreReader.ts';
import type { Vault } from '../store/vault/Vault.ts';
import type { Findings } from './Findings.ts';

export interface TextCheck {
  readonly reader: StoreReader;
  readonly vault: Vault;
  readonly findings: Findings;
}

/** Every text of a case opens; an erased case has none and its key is gone. Tells how many texts there are. */
export function verifyTexts(state: CaseState, check: TextCheck): number {
  const { reader, vault, findings } = check;
  const texts = reader.tables.texts.of(state.id);
  if (state.erasedAt !== undefined) {
    verifyErased(state, texts.length, check);
    return texts.length;
  }
  const parts = texts.map(({ part }) => part);
  findings.expect(
    parts.length === state.texts && parts.every((part, i) => part === i + 1),
    `Case ${state.id} should have texts 1 to ${state.texts} and has ${parts.join(', ') || 'none'}.`,
  );
  for (const { part, sealed } of texts) {
    findings.guard(() => {
      const isOpen = vault.open(state.keySlot, state.id, part, sealed) !== undefined;
      // A key may have been destroyed since the reader looked: then the case is erased by now.
      if (!isOpen && !reader.isErasedNow(state.id)) {
        findings.add(`The key of case ${state.id} is destroyed, though the case is not erased.`);
      }
    });
  }
  return texts.length;
}

function verifyErased(state: CaseState, texts: number, { reader, vault, findings }: TextCheck): void {
  const erasure = reader.tables.erasures.get(state.id);
  findings.expect(texts === 0, `Case ${state.id} is erased and still has ${texts} texts.`);
  findings.expect(
    erasure?.keySlot === state.keySlot,
    `Case ${state.id} is erased, but no erasure of its key is recorded.`,
  );
  findings.expect(
    erasure?.done !== true || vault.isDestroyed(state.keySlot),
    `The key of case ${state.id} is still there, though its erasure was confirmed.`,
  );
}
