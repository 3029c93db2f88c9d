import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { refusal } from '../../../shared/domain/refusals.ts';
import { headerValues } from './headerValues.ts';

export const BODY_TYPES = {
  json: ['application/json'],
  ndjson: ['application/x-ndjson', 'application/ndjson', 'application/json'],
} as const;

/** What is told of a header is the caller's own text: a longer one is cut. */
const MAX_TOLD = 100;

/**
 * Says why a body cannot be read as what its headers say it is; undefined where it can. Bytes in another
 * encoding than UTF-8 can look like UTF-8, so what was typed would be kept wrong: nothing is guessed. And a
 * foreign page can send any type but JSON without being asked first.
 */
export function contentFault(request: IncomingMessage, kind: keyof typeof BODY_TYPES): Refusal | undefined {
  const types: readonly string[] = BODY_TYPES[kind];
  const told = headerValues(request, 'content-type');
  const [type = '', ...parameters] = (told[0] ?? '').split(';').map((part) => part.trim());
  if (told.length !== 1 || !types.includes(type.toLowerCase()))
    return unsupported('Content-Type', told.join(', '), types.join(', '));
  const wrong = parameters.filter((one) => one !== '').find((one, i) => !isUtf8Charset(one) || i > 0);
  if (wrong !== undefined) return unsupported('Content-Type', wrong, 'charset=utf-8');
  const coding = headerValues(request, 'content-encoding').find((one) => !/^(identity)?$/i.test(one.trim()));
  if (coding !== undefined) return unsupported('Content-Encoding', coding, 'identity');
  const transfer = headerValues(request, 'transfer-encoding').find((one) => !/^chunked$/i.test(one.trim()));
  return transfer === undefined ? undefined : unsupported('Transfer-Encoding', transfer, 'chunked');
}

function isUtf8Charset(parameter: string): boolean {
  return /^charset *= *("utf-?8"|utf-?8)$/i.test(parameter);
}

function unsupported(header: string, told: string, takes: string): Refusal {
  return refusal('unsupported_media_type', { header, told: told.slice(0, MAX_TOLD), takes });
}
