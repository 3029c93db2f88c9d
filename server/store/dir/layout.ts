import { join } from 'node:path';

/** Where everything lies in a data directory. */
export interface Layout {
  readonly root: string;
  /** What the directory is bound to; written last, so a directory without it was never a hub's. */
  readonly binding: string;
  readonly database: string;
  readonly keys: string;
  readonly secrets: string;
  readonly lock: string;
  /** How far the log was acknowledged, kept outside the database. */
  readonly mark: string;
  /** Feeds' cursors. */
  readonly feeds: string;
  /** Maps of the operator's own, which go before those of the city pack. */
  readonly map: string;
}

export function layoutOf(root: string): Layout {
  return {
    root,
    binding: join(root, 'whistleboard.json'),
    database: join(root, 'whistleboard.db'),
    keys: join(root, 'keys.bin'),
    secrets: join(root, 'secrets.json'),
    lock: join(root, 'hub.lock'),
    mark: join(root, 'end.mark'),
    feeds: join(root, 'feeds'),
    map: join(root, 'map'),
  };
}
