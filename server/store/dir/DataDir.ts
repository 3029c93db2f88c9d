import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Mode } from '../../../shared/domain/vocabulary.ts';
import { StartError } from '../../StartError.ts';
import { HubLock } from '../sqlite/HubLock.ts';
import { readBinding, writeBinding, FORMAT } from './binding.ts';
import type { Binding } from './binding.ts';
import { assertKinds } from './assertKinds.ts';
import { reasonOf, syncDirOf } from './durableFiles.ts';
import { EMPTY_END, EndMark } from './EndMark.ts';
import type { LogEnd } from './EndMark.ts';
import { HeldFiles } from './HeldFiles.ts';
import { layoutOf } from './layout.ts';
import { makeFolders } from './makeFolders.ts';
import type { Layout } from './layout.ts';
import { mendModes } from './mendModes.ts';
import { newSecrets, ownerOf, readSecrets, writeSecrets } from './secrets.ts';
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
  'end.mark',
  'end.mark.new',
  'feeds',
  'map',
]);

/** A hub whose lock was removed has noticed it after this time, in milliseconds, and takes nothing any more. */
const NOTICED_MS = 2_000;

/** A data directory held by this process until `close`. For its owner alone: it holds keys. */
export class DataDir {
  readonly layout: Layout;
  /** The files that must stay what they are while this process works on them. */
  readonly held = new HeldFiles();
  /** Names of what other users could read or write until now. */
  readonly mended: readonly string[];
  readonly #lock: HubLock;
  #binding: Binding;
  #secrets: Secrets;

  /**
   * Creates the directory where it is missing or empty. Throws StartError, with one sentence to tell the
   * operator, where it cannot be written, is not a hub's, is bound to another city or mode, or is in use.
   */
  static open(request: DataDirRequest): DataDir {
    const layout = layoutOf(resolve(request.path));
    assertKinds(layout);
    prepare(layout);
    const isLockLost = existsSync(layout.binding) && !existsSync(layout.lock);
    const lock = HubLock.take(layout.lock, layout.root);
    try {
      if (isLockLost) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, NOTICED_MS);
      if (!existsSync(layout.binding)) create(layout, request);
      const binding = readBinding(layout.binding);
      assertBoundTo(request, binding, layout.root);
      return new DataDir(layout, binding, readSecrets(layout.secrets, binding.format), lock);
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
    this.#binding = binding;
    this.#secrets = secrets;
    this.#lock = lock;
    this.mended = mendModes(layout);
    for (const path of [layout.lock, layout.binding]) this.held.hold(path);
    this.held.hold(layout.secrets, { accepts: () => this.#rereadSecrets() });
  }

  get binding(): Binding {
    return this.#binding;
  }

  /** Tells this directory's end mark from another's. */
  get owner(): number {
    return ownerOf(this.#secrets);
  }

  get secrets(): Secrets {
    return this.#secrets;
  }

  /** On stable storage when it returns. */
  saveSecrets(secrets: Secrets): void {
    writeSecrets(this.layout.secrets, secrets);
    this.#secrets = secrets;
    this.held.hold(this.layout.secrets);
  }

  /** Makes the log's end what `end` says, under a name of its own where `logId` gives one. */
  writeEnd(end: LogEnd, logId = this.#binding.logId): void {
    const { layout } = this;
    this.saveSecrets(this.#secrets);
    EndMark.create(layout.mark, this.owner, end);
    this.#binding = { ...this.#binding, format: FORMAT, logId };
    writeBinding(layout.binding, this.#binding);
    this.held.hold(layout.binding);
  }

  /** Whether the secrets that somebody else wrote meanwhile are good ones of this directory. */
  #rereadSecrets(): boolean {
    try {
      return ownerOf(readSecrets(this.layout.secrets, FORMAT)) === this.owner;
    } catch {
      return false;
    }
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
  EndMark.create(layout.mark, ownerOf(readSecrets(layout.secrets, FORMAT)), EMPTY_END);
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
