import type { z } from 'zod';
import type { RefusalCode } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { Audience } from '../access/authorise.ts';
import type { FixedText } from './FixedText.ts';

/** A call as a handler sees it, whichever way it came. */
export interface ApiRequest {
  readonly caller: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON value, not yet checked; for `ndjson` the bytes or the text, not yet split. */
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
  /** Aborts when the caller hangs up before the answer; made when it is asked for. */
  readonly gone: () => AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type: string;
  /** The JSON value, or the text where `type` is no JSON. */
  readonly body: unknown;
  /** The encoded body, where it is at hand already. */
  readonly text?: string;
  /** In its place where the answer is the same until a restart: it is sent compressed to those who take it so. */
  readonly fixed?: FixedText;
}

/**
 * One call of the API: what Express mounts, what the OpenAPI document lists and what feeds inside the process
 * use are this one entry. `handle` never throws for what the caller did.
 */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** From the server's root, parameters in braces: `/api/v1/cases/{caseNo}`. */
  readonly path: string;
  readonly audience: Audience;
  readonly summary: string;
  readonly body?: {
    readonly kind: 'json' | 'ndjson';
    readonly schema: z.ZodType;
    /** Parts of `schema` by the value of a parameter, where the parameter chooses it. */
    readonly maxBytes: number;
  };
  readonly answer: {
    readonly status: number;
    readonly type: string;
    readonly schema?: z.ZodType;
    readonly description: string;
  };
  readonly query?: readonly { readonly name: string; readonly description: string }[];
  readonly takesIdempotencyKey?: boolean;
  readonly refusals: readonly RefusalCode[];
  readonly handle: (request: ApiRequest) => Promise<ApiAnswer> | ApiAnswer;
}
