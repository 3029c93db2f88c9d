import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { invalidInput, refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import type { Result } from '../../shared/lib/Result.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { Log } from '../Log.ts';
import type { Hub } from '../hub/Hub.ts';
import { ReadTurnedAwayError } from '../hub/CostlyReads.ts';
import { CorruptStoreError, StoreReadError } from '../store/EventStore.ts';
import type { Access } from './access/Access.ts';
import { authorise } from './access/authorise.ts';
import { Buckets } from './access/Buckets.ts';
import type { Origins } from './access/Origins.ts';
import { problemAnswer } from './api/answers.ts';
import type { ApiAnswer, ApiRequest, ApiRoute } from './api/ApiRoute.ts';
import { linesOf } from './api/fileBatch.ts';
import { queryFault } from './api/queryFault.ts';
import type { EdgeMetrics } from './EdgeMetrics.ts';
import { contentFault } from './intake/contentFault.ts';
import { HungUpError, hangUpOf } from './hangUpOf.ts';
import { decodeBody } from './intake/decodeBody.ts';
import { headerValues } from './intake/headerValues.ts';
import { discardBody, readBody } from './intake/readBody.ts';
import type { EdgeLimits } from './limits.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface ApiDoorDeps {
  readonly hub: Hub;
  readonly access: Access;
  readonly origins: Origins;
  readonly limits: EdgeLimits;
  readonly metrics: EdgeMetrics;
  readonly log: Log;
}

interface Call {
  readonly route: ApiRoute;
  readonly params: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Between HTTP and the handlers: who calls, how often, how large, and every fault of ours turned into an
 * answer that tells nothing. The raw intake way and Express both go through here.
 */
export class ApiDoor {
  readonly #deps: ApiDoorDeps;
  readonly #buckets: Buckets;

  constructor(deps: ApiDoorDeps) {
    this.#deps = deps;
    this.#buckets = new Buckets(deps.limits.callsPerSecond, deps.limits.callsBurst);
  }

  /** Answers one call; never rejects. */
  async serve(
    route: ApiRoute,
    params: Call['params'],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const startedAt = performance.now();
    const call: Call = { route, params, request, response };
    try {
      await this.#answer(call);
    } catch (error) {
      this.#break(call, error);
    }
    if (!response.headersSent) return;
    const seconds = (performance.now() - startedAt) / 1000;
    this.#deps.metrics.answered(route, response.statusCode, seconds);
  }

  #break({ route, response }: Call, error: unknown): void {
    if (error instanceof HungUpError) return;
    if (error instanceof ReadTurnedAwayError) return sendAnswer(response, problemAnswer(error.refusal));
    this.#deps.log.error({ err: error, method: route.method, path: route.path }, 'a call broke');
    // A damaged row is the store's fault, not the code's.
    const isStore = error instanceof CorruptStoreError || error instanceof StoreReadError;
    sendAnswer(response, problemAnswer(refusal(isStore ? 'storage_failed' : 'internal_fault')));
  }

  async #answer(call: Call): Promise<void> {
    const admitted = this.#admit(call);
    if (!admitted.ok) return this.#turnAway(call, admitted.refusal);
    const { route, params, request, response } = call;
    const query = queryOf(request.url ?? '');
    const fault = requestFault(route, request, query);
    if (fault !== undefined) return this.#turnAway(call, fault);
    let body: unknown;
    if (route.body !== undefined) {
      const read = await readBody(request, route.body.maxBytes);
      if (read.kind === 'aborted') return;
      if (read.kind === 'tooLarge') {
        const answer = problemAnswer(refusal('too_large', { atMostBytes: route.body.maxBytes }));
        return sendAnswer(response, answer, !read.isDrained);
      }
      const decoded = this.#decode(route, read.bytes, admitted.value);
      if (!decoded.ok) return sendAnswer(response, problemAnswer(decoded.refusal));
      body = decoded.value;
    }
    sendAnswer(
      response,
      await route.handle(
        this.#requestOf(request, {
          caller: admitted.value,
          params,
          query,
          body,
          gone: () => hangUpOf(request, response),
        }),
      ),
    );
  }

  #requestOf(request: IncomingMessage, asked: Omit<ApiRequest, 'idempotencyKey'>): ApiRequest {
    return { ...asked, idempotencyKey: headerValues(request, 'idempotency-key')[0] };
  }

  #admit({ route, request }: Call): Result<Actor, Refusal> {
    const { access, origins, hub, limits } = this.#deps;
    const { origin } = request.headers;
    // A browser sends this with every request of a page that changes something, whoever's page it is.
    if (route.method !== 'GET' && origin !== undefined && !origins.allows(origin, request))
      return refuse(refusal('not_allowed', { header: 'Origin' }));
    const admitted = authorise(route.audience, request, { access, origins, mode: hub.mode });
    if (!admitted.ok || route.audience === 'anyone') return admitted;
    const bucket = this.#buckets.of(admitted.value);
    if (!bucket.take(hub.clock.monotonic())) {
      return refuse(refusal('too_fast', { retryAfter: bucket.retryAfter }));
    }
    const isBusy = route.body !== undefined && hub.load().waiting >= limits.waiting;
    return isBusy ? refuse(refusal('too_fast', { retryAfter: 1 })) : admitted;
  }

  #decode(route: ApiRoute, bytes: Buffer, caller: Actor): Result<unknown, Refusal> {
    if (route.body?.kind !== 'ndjson') return decodeBody(bytes);
    // A batch with more lines than are allowed files nothing: it is charged as the largest that would.
    const { batchLines } = this.#deps.limits;
    const lines = Math.min(linesOf(bytes, batchLines)?.length ?? 1, batchLines);
    this.#buckets.of(caller).owe(Math.max(0, lines - 1));
    return ok(bytes);
  }

  /** Says no to a request whose body nobody has looked at yet. */
  async #turnAway({ request, response }: Call, refused: Refusal): Promise<void> {
    const read = await discardBody(request);
    const answer: ApiAnswer = problemAnswer(refused);
    if (read.kind !== 'aborted') sendAnswer(response, answer, read.kind === 'tooLarge' && !read.isDrained);
  }
}

/** What is wrong with a request before anybody looks at its body. */
function requestFault(
  route: ApiRoute,
  request: IncomingMessage,
  query: URLSearchParams,
): Refusal | undefined {
  const fault = queryFault(route, query);
  if (fault !== undefined) return fault;
  if (headerValues(request, 'idempotency-key').length > 1)
    return invalidInput('Idempotency-Key', 'named_twice');
  return route.body === undefined ? undefined : contentFault(request, route.body.kind);
}

const NO_QUERY = new URLSearchParams();

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return start === -1 ? NO_QUERY : new URLSearchParams(url.slice(start + 1));
}
