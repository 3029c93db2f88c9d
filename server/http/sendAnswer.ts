import type { IncomingMessage, ServerResponse } from 'node:http';
import { encode } from './api/answers.ts';
import type { ApiAnswer } from './api/ApiRoute.ts';
import type { FixedText } from './api/FixedText.ts';

/** Writes an answer. `closes`: the sender has not sent all of its body and will not be read any further. */
export function sendAnswer(response: ServerResponse, answer: ApiAnswer, closes = false): void {
  if (response.destroyed || response.headersSent) return;
  const packed = packedFor(response.req, answer.fixed);
  const body = packed ?? encode(answer);
  // A flat list of names and values is what Node takes quickest.
  const headers = ['Content-Type', answer.type, 'Content-Length', String(Buffer.byteLength(body)), ...FIXED];
  for (const name in answer.headers) headers.push(name, answer.headers[name] ?? '');
  if (packed !== undefined) headers.push('Content-Encoding', 'gzip');
  if (closes) headers.push('Connection', 'close');
  response.writeHead(answer.status, headers);
  response.end(body);
}

// Nothing in between keeps an answer, so `Vary` has nothing to tell.
const FIXED = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'] as const;

function packedFor({ headers }: IncomingMessage, fixed: FixedText | undefined): Buffer | undefined {
  const codings = headers['accept-encoding'];
  if (fixed === undefined || codings === undefined) return undefined;
  return String(codings).split(',').some(isGzip) ? fixed.gzip : undefined;
}

function isGzip(coding: string): boolean {
  const [name, weight = 'q=1'] = coding.split(';').map((part) => part.trim().toLowerCase());
  return name === 'gzip' && Number(weight.slice(2)) > 0;
}
