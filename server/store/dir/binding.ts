import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MODES } from '../../../shared/domain/vocabulary.ts';
import { StartError } from '../../StartError.ts';
import { writeDurably } from './durableFiles.ts';

/** The newest layout of a data directory that this release can read. Since 2 it has an end mark and checked secrets. */
export const FORMAT = 2;

const bindingSchema = z.strictObject({
  format: z.union([z.literal(1), z.literal(FORMAT)]),
  /** Names the log; a restored directory continues another one and has another name. */
  logId: z.string().min(1),
  city: z.string().min(1),
  mode: z.enum(MODES),
  /** The instant at which a replay's or a simulation's time began, in epoch milliseconds. */
  t0: z.number().int().optional(),
  /** The log that a restored one continues, and the last event that both share. */
  from: z.strictObject({ log: z.string().min(1), seq: z.number().int().nonnegative() }).optional(),
  createdAt: z.number().int(),
});

/** What a data directory is bound to for ever. */
export type Binding = z.infer<typeof bindingSchema>;

/** Throws StartError where the file is missing, damaged or of a newer format. */
export function readBinding(path: string): Binding {
  const found = parse(path);
  const format = typeof found === 'object' && found !== null && 'format' in found ? found.format : undefined;
  if (typeof format === 'number' && format > FORMAT) {
    throw new StartError(
      `${path} was written by a newer release (format ${format}, this release knows ${FORMAT}): ` +
        `start that release, or choose another --data-dir.`,
    );
  }
  const binding = bindingSchema.safeParse(found);
  if (!binding.success) throw damaged(path, binding.error);
  return binding.data;
}

export function writeBinding(path: string, binding: Binding): void {
  writeDurably(path, `${JSON.stringify(binding, null, 2)}\n`);
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, cause: unknown): StartError {
  return new StartError(`${path} cannot be read as a data directory's binding: restore a backup.`, { cause });
}
