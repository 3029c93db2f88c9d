import { problemOf } from '../../../shared/contract/problem.ts';
import type { Refusal, RefusalCode } from '../../../shared/domain/refusals.ts';
import type { Mode } from '../../../shared/domain/vocabulary.ts';
import type { ApiAnswer } from './ApiRoute.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const PROBLEM_TYPE = 'application/problem+json';
export const NDJSON_TYPE = 'application/x-ndjson';

export function jsonAnswer(status: number, body: object): ApiAnswer {
  return { status, type: JSON_TYPE, body };
}

/** A refusal as an answer: the one place that turns a no into what crosses HTTP. */
export function problemAnswer(refusal: Refusal, detail?: string): ApiAnswer {
  const body = problemOf(refusal, detail);
  return { status: body.status, type: PROBLEM_TYPE, body, headers: headersOf(body.code, body.facts) };
}

/** Marks an answer that describes cases, where they are not live ones. */
export function marked<T extends object>(body: T, mode: Mode): T & { mode?: Exclude<Mode, 'live'> } {
  return mode === 'live' ? body : { ...body, mode };
}

export function encode(answer: ApiAnswer): string {
  return (
    answer.fixed?.plain ??
    answer.text ??
    (typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  );
}

function headersOf(code: RefusalCode, facts: Refusal['facts']): Readonly<Record<string, string>> {
  if (code === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer' };
  if (code === 'too_fast') return { 'Retry-After': String(facts?.['retryAfter'] ?? 1) };
  if (code === 'method_not_allowed') return { Allow: String(facts?.['allow'] ?? '') };
  return {};
}
