import type { ServerResponse } from 'node:http';
import { encode } from './api/answers.ts';
import type { ApiAnswer } from './api/ApiRoute.ts';

/** Writes an answer. `closes`: the sender has not sent all of its body and will not be read any further. */
export function sendAnswer(response: ServerResponse, answer: ApiAnswer, closes = false): void {
  if (response.destroyed || response.headersSent) return;
  const text = encode(answer);
  // A flat list of names and values is what Node takes quickest.
  const headers = ['Content-Type', answer.type, 'Content-Length', String(Buffer.byteLength(text)), ...FIXED];
  for (const name in answer.headers) headers.push(name, answer.headers[name] ?? '');
  if (closes) headers.push('Connection', 'close');
  response.writeHead(answer.status, headers);
  response.end(text);
}

const FIXED = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'] as const;
