import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Mode } from '../../../shared/domain/vocabulary.ts';
import { StartError } from '../../StartError.ts';
import { HubLock } from '../sqlite/HubLock.ts';
import { readBinding, writeBinding, FORMAT } from './binding.ts';
import type { Binding } from './binding.ts';
import { syncDirOf } from './durableFiles.ts';
import { layoutOf } from './layout.ts';
import { makeFolders } from './makeFolders.ts';
import type { Layout } from './layout.ts';
import { newSecrets, readSecrets, writeSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';

export interface DataDirRequest {
  readonly path: string;
  /** Id of the city pack. */
  readonly city: string;
  readonly mode: Mode;
  /** Where a new replay's or simulation's time begins; an existing directory keeps its own. */
  readonly t0?: number | undefined;
  /** The machine's time, for a new directory's record. */
  readonly createdAt?: number | undefined;
}

/** Names that a start may leave behind when it is cut off before the binding is written; a map is put there by hand before. */
const UNFINISHED: ReadonlySet<string> = new Set([
  'hub.lock',
  'hub.lock-journal',
  'secrets.json',
  'secrets.json.new',
  'whistleboard.json.new',
  'feeds',
  'map',
]);

/** A data directory held by this process until `close`. For its owner alone: it holds keys. */
export class DataDir {
  readonly layout: Layout;
  readonly binding: Binding;
  readonly #lock: HubLock;
  #secrets: Secrets;

  /**
   * Creates the directory where it is missing or empty. Throws StartError, with one sentence to tell the
   * operator, where it cannot be written, is not a hub's, is bound to another city or mode, or is in use.
   */
  static open(request: DataDirRequest): DataDir {
    const layout = layoutOf(resolve(request.path));
    prepare(layout);
    const lock = HubLock.take(layout.lock, layout.root);
    try {
      if (!existsSync(layout.binding)) create(layout, request);
      const binding = readBinding(layout.binding);
      assertBoundTo(request, binding, layout.root);
      return new DataDir(layout, binding, readSecrets(layout.secrets), lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** An existing directory, whatever it is bound to; for repairs. */
  static openExisting(path: string): DataDir {
    const root = resolve(path);
    const { city, mode } = DataDir.bindingOf(root);
    return DataDir.open({ path: root, city, mode });
  }

  /** What an existing directory is bound to; takes no lock. */
  static bindingOf(path: string): Binding {
    const layout = layoutOf(resolve(path));
    if (!existsSync(layout.binding)) {
      throw new StartError(`${layout.root} is not a data directory: it has no whistleboard.json.`);
    }
    return readBinding(layout.binding);
  }

  /** Use `DataDir.open`. */
  constructor(layout: Layout, binding: Binding, secrets: Secrets, lock: HubLock) {
    this.layout = layout;
    this.binding = binding;
    this.#secrets = secrets;
    this.#lock = lock;
  }

  get secrets(): Secrets {
    return this.#secrets;
  }

  /** On stable storage when it returns. */
  saveSecrets(secrets: Secrets): void {
    writeSecrets(this.layout.secrets, secrets);
    this.#secrets = secrets;
  }

  close(): void {
    this.#lock.release();
  }
}

function prepare({ root, binding }: Layout): void {
  try {
    makeFolders(root);
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
    const names = readdirSync(root);
    if (existsSync(binding) || names.every((name) => UNFINISHED.has(name))) return;
  } catch (error) {
    throw new StartError(`The data directory ${root} cannot be written: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
  throw new StartError(
    `${root} is not empty and not a data directory (it has no whistleboard.json): choose another --data-dir.`,
  );
}

/** The binding comes last: until it is there, the directory is nobody's and a new start begins again. */
function create(layout: Layout, { city, mode, t0, createdAt }: DataDirRequest): void {
  makeFolders(layout.feeds);
  if (!existsSync(layout.secrets)) writeSecrets(layout.secrets, newSecrets());
  writeBinding(layout.binding, {
    format: FORMAT,
    logId: randomUUID(),
    city,
    mode,
    ...(t0 === undefined ? {} : { t0 }),
    createdAt: createdAt ?? Date.now(),
  });
  syncDirOf(layout.root);
}

function assertBoundTo(asked: DataDirRequest, bound: Binding, root: string): void {
  if (asked.city !== bound.city) {
    throw new StartError(
      `The data directory ${root} belongs to the city ${bound.city}, not ${asked.city}: ` +
        `choose another --data-dir, or start with --city ${bound.city}.`,
    );
  }
  if (asked.mode !== bound.mode) {
    throw new StartError(
      `The data directory ${root} holds ${bound.mode} data and stays ${bound.mode} for ever, ` +
        `so it cannot be used for ${asked.mode}: choose another --data-dir.`,
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
