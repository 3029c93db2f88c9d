import { refusal } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import { problemAnswer } from './answers.ts';
import type { ApiAnswer } from './ApiRoute.ts';
import type { ApiTable } from './ApiTable.ts';

/** A call from inside the process: a feed that speaks to the hub as any other program does. */
export interface InsideRequest {
  readonly method: string;
  /** From the server's root, with its query: `/api/v1/cases`. */
  readonly path: string;
  readonly caller: Actor;
  /** A JSON value; for a batch its text or bytes. */
  readonly body?: unknown;
  /** Names in lower case; only `idempotency-key` is read. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export type HandleInside = (request: InsideRequest) => Promise<ApiAnswer>;

/**
 * The same entries that HTTP calls, without bytes, sockets and limits between: whoever calls is trusted to be
 * `caller` and to wait for one answer before it has too many calls open. Rejects only where the hub broke.
 */
export function handleInside(table: ApiTable): HandleInside {
  return async ({ method, path, caller, body, headers }) => {
    const [pathname = '', query = ''] = path.split('?', 2);
    const match = table.match(method, pathname);
    if (match.kind === 'none') return problemAnswer(refusal('not_found'));
    if (match.kind === 'otherMethod') {
      return problemAnswer(refusal('method_not_allowed', { allow: match.allow.join(', ') }));
    }
    return match.route.handle({
      caller,
      params: match.params,
      query: new URLSearchParams(query),
      body,
      idempotencyKey: headers?.['idempotency-key'],
    });
  };
}
