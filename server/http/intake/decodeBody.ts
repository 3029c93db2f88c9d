import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { invalidInput } from '../../../shared/domain/refusals.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';

/**
 * The JSON value in a body's bytes. Bytes that are not UTF-8 are refused rather than replaced: what a person
 * typed must come back as it was typed.
 */
export function decodeBody(bytes: Buffer): Result<unknown, Refusal> {
  if (!isUtf8(bytes)) return refuse(invalidInput('', 'not_utf8'));
  return parseJson(bytes.toString('utf8'));
}

export function parseJson(text: string): Result<unknown, Refusal> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return refuse(invalidInput('', 'malformed_json'));
  }
}
