import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { MODES } from '../../shared/domain/vocabulary.ts';
import { StartError } from '../StartError.ts';
import { writeDurably } from '../store/dir/durableFiles.ts';

/** What a copy says of itself; written last, so a copy without it was cut off. */
const MANIFEST = 'manifest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Feeds' cursors and the operator's maps lie in folders of their own; no name leads out of the copy. */
const INSIDE = /^(?:feeds|map)(?:\/[\p{L}\p{N}_ -][\p{L}\p{N}_. -]*)+$/u;

const shared = {
  format: z.literal(2),
  /** The last event that the copy covers. */
  seq: z.number().int().nonnegative(),
  logId: z.string().min(1),
  createdAt: z.number().int(),
};

const dataSchema = z.strictObject({
  part: z.literal('data'),
  ...shared,
  city: z.string().min(1),
  mode: z.enum(MODES),
  t0: z.number().int().optional(),
  /** Where the erasure ledger lay when the copy was made. */
  ledger: z.string(),
  /** SHA-256 of each file, by its path below the copy: the database, and whatever feeds and maps there are. */
  files: z
    .record(z.string(), sha256)
    .refine((files) => 'whistleboard.db' in files)
    .refine((files) => Object.keys(files).every((name) => name === 'whistleboard.db' || INSIDE.test(name))),
  mac: sha256,
});

const keysSchema = z.strictObject({
  part: z.literal('keys'),
  ...shared,
  /** When the copy of the keys is to be deleted, so that what is erased stays erased. */
  keepUntil: z.number().int(),
  files: z.strictObject({ 'keys.bin': sha256, 'secrets.json': sha256 }),
  mac: sha256,
});

/** What a backup of everything but the keys says of itself. */
export type DataManifest = z.infer<typeof dataSchema>;
/** What a backup of the keys says of itself. */
export type KeysManifest = z.infer<typeof keysSchema>;

/** Throws StartError where there is none, or where it names a file that no backup has. */
export function readDataManifest(folder: string): DataManifest {
  return readManifest(folder, dataSchema);
}

/** As `readDataManifest`, of a backup of the keys. */
export function readKeysManifest(folder: string): KeysManifest {
  return readManifest(folder, keysSchema);
}

/** Signs the manifest with the data directory's own key and writes it onto stable storage. */
export function writeManifest(
  folder: string,
  facts: Omit<DataManifest, 'mac'> | Omit<KeysManifest, 'mac'>,
  macKey: string,
): void {
  const manifest = { ...facts, mac: macOf(facts, macKey).toString('hex') };
  writeDurably(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Whether the manifest is as the directory wrote it that has this key. */
export function isSigned(manifest: DataManifest | KeysManifest, macKey: string): boolean {
  const { mac, ...facts } = manifest;
  return timingSafeEqual(Buffer.from(mac, 'hex'), macOf(facts, macKey));
}

/** Throws StartError where the manifest is not signed with the key, or a file is not what it says. */
export async function assertCopy(
  folder: string,
  manifest: DataManifest | KeysManifest,
  macKey: string,
): Promise<void> {
  if (!isSigned(manifest, macKey)) {
    throw new StartError(
      `${join(folder, MANIFEST)} was not written by the directory whose keys these are: restore another backup.`,
    );
  }
  for (const [file, expected] of Object.entries<string>(manifest.files)) {
    const found = await sha256Of(join(folder, file)).catch(() => 'missing');
    if (found === expected) continue;
    throw new StartError(
      `${join(folder, file)} is not what the backup's manifest says: restore another backup.`,
    );
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function readManifest<T>(folder: string, schema: z.ZodType<T>): T {
  const path = join(folder, MANIFEST);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StartError(`${path} is missing or damaged: this is not a whole backup.`, { cause: error });
  }
}

/** Over the facts with sorted names, so that the order in which a file tells them does not matter. */
function macOf(facts: object, macKey: string): Buffer {
  const text = JSON.stringify(facts, (_name, value: unknown) =>
    typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
  return createHmac('sha256', Buffer.from(macKey, 'hex')).update(`backup manifest\n${text}`).digest();
}
