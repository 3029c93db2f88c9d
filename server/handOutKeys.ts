import { randomBytes } from 'node:crypto';
import type { Actor } from '../shared/domain/vocabulary.ts';
import type { NamedKey } from './http/access/Access.ts';
import { hashKey } from './http/access/Access.ts';
import { StartError } from './StartError.ts';

type KeyName = 'intake' | 'screen';
type KeyHashes = Readonly<Record<string, string>>;

/** Who may come in, and the keys that this start made up: to be told once, then known by their hash only. */
export interface HandedOut {
  readonly keys: readonly NamedKey[];
  readonly fresh: Readonly<Partial<Record<KeyName, string>>>;
  /** What the data directory keeps. The caller writes it only when the keys can be told to somebody. */
  readonly hashes: KeyHashes;
}

const ACTORS: Readonly<Record<KeyName, Actor>> = {
  intake: { role: 'integration', id: 'intake' },
  screen: { role: 'wall', id: 'screen' },
};

/**
 * The keys of a data directory: one for programs that file cases, one for screens. The intake key may be chosen
 * at the first start; both are made up otherwise.
 */
export function handOutKeys(known: KeyHashes, chosenIntakeKey: string | undefined): HandedOut {
  if (
    known['intake'] !== undefined &&
    chosenIntakeKey !== undefined &&
    hex(chosenIntakeKey) !== known['intake']
  ) {
    throw new StartError(
      'The intake key of this data directory was set at its first start and is another one: leave --intake-key out.',
    );
  }
  const fresh = {
    ...madeUp('intake', known, chosenIntakeKey),
    ...madeUp('screen', known, undefined),
  };
  const chosen = chosenIntakeKey === undefined ? {} : { intake: hex(chosenIntakeKey) };
  const hashes: KeyHashes = { ...chosen, ...hashesOf(fresh), ...known };
  return { keys: [keyOf('intake', hashes), keyOf('screen', hashes)], fresh, hashes };
}

function madeUp(
  name: KeyName,
  known: KeyHashes,
  chosen: string | undefined,
): Partial<Record<KeyName, string>> {
  if (known[name] !== undefined || chosen !== undefined) return {};
  return { [name]: randomBytes(24).toString('base64url') };
}

function hashesOf(keys: Readonly<Record<string, string>>): KeyHashes {
  return Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, hex(key)]));
}

function keyOf(name: KeyName, hashes: KeyHashes): NamedKey {
  return { actor: ACTORS[name], hash: Buffer.from(hashes[name] ?? '', 'hex') };
}

function hex(key: string): string {
  return Buffer.from(hashKey(key)).toString('hex');
}
