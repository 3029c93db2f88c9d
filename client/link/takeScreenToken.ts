const STORAGE_KEY = 'screenToken';
const FRAGMENT_KEY = 'screen';

/** What of the browser's window the token comes from. */
export interface TokenPlace {
  readonly hash: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Replaces the fragment in the address bar without a new entry in the history. */
  readonly replaceHash: (hash: string) => void;
}

/**
 * The token of a paired screen: from `#screen=<token>`, which is kept for the next start and taken out of the
 * address bar, so that nobody reads it off the wall; else the one that was kept.
 */
export function takeScreenToken(place: TokenPlace): string | undefined {
  const fragment = new URLSearchParams(place.hash.replace(/^#/, ''));
  const given = fragment.get(FRAGMENT_KEY) ?? '';
  if (given === '') return place.storage.getItem(STORAGE_KEY) ?? undefined;
  place.storage.setItem(STORAGE_KEY, given);
  fragment.delete(FRAGMENT_KEY);
  place.replaceHash(fragment.toString());
  return given;
}
