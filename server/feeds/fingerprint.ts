import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StartError } from '../StartError.ts';

/** What a file is, without what it says: its SHA-256 in hex, and whether all of it is UTF-8. */
export interface Fingerprint {
  readonly sha256: string;
  readonly isUtf8: boolean;
}

/** Throws StartError where the file cannot be read. */
export async function fingerprint(path: string): Promise<Fingerprint> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  const decode = (chunk?: Buffer): void => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      isUtf8 = false;
    }
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (isUtf8) decode(chunk);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`The file to replay, ${path}, cannot be read: ${reason}.`, { cause });
  }
  if (isUtf8) decode();
  return { sha256: hash.digest('hex'), isUtf8 };
}
