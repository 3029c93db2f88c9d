import { randomBytes } from 'node:crypto';
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

const ACTORS = { intake: { role: 'integration', id: 'intake' } } as const;

/** A directory has this many screen tokens at most: every wrong key is compared with each of them. */
const MAX_SCREENS = 50;

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
    ...(screensIn(known).length > 0 ? {} : madeUp('screen', known, undefined)),
  };
  const chosen = chosenIntakeKey === undefined ? {} : { intake: hex(chosenIntakeKey) };
  const hashes: KeyHashes = { ...chosen, ...hashesOf(fresh), ...known };
  return { keys: namedKeys(hashes), fresh, hashes };
}

/** Who may come in by the hashes that a directory keeps; a screen's identity is the name of its token. */
export function namedKeys(hashes: KeyHashes): readonly NamedKey[] {
  const screens = screensIn(hashes).map((name) => ({ role: 'wall', id: name }) as const);
  return [ACTORS.intake, ...screens].map((actor) => ({
    actor,
    hash: Buffer.from(hashes[actor.id] ?? '', 'hex'),
  }));
}

/** A further screen token, in the place of all others where they are revoked. Throws StartError where there are too many. */
export function handOutScreen(
  known: KeyHashes,
  revokesOthers: boolean,
): { readonly token: string; readonly hashes: KeyHashes; readonly others: number } {
  const others = screensIn(known);
  if (others.length >= MAX_SCREENS && !revokesOthers)
    throw new StartError(`There are ${MAX_SCREENS} screen tokens already: add --revoke-others to end them.`);
  const kept = Object.entries(known).filter(([name]) => !revokesOthers || !others.includes(name));
  // A number of its own, so that a socket of a revoked token is never taken for one of the new.
  const next = 1 + Math.max(1, ...others.map((name) => Number(name.split('-')[1] ?? 1)));
  const token = randomBytes(24).toString('base64url');
  return {
    token,
    hashes: { ...Object.fromEntries(kept), [`screen-${next}`]: hex(token) },
    others: others.length,
  };
}

function screensIn(hashes: KeyHashes): readonly string[] {
  return Object.keys(hashes).filter((name) => /^screen(-[0-9]+)?$/.test(name));
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

function hex(key: string): string {
  return Buffer.from(hashKey(key)).toString('hex');
}
