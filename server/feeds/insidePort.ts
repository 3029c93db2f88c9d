import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import { ok, refuse } from '../../shared/lib/Result.ts';
import type { FeedAnswer, FeedCase, FeedPort } from './FeedPort.ts';

/** What the hub's transport-neutral entry takes and gives, as far as a feed uses it. */
export type FeedEntry = (call: {
  readonly method: string;
  readonly path: string;
  readonly caller: Actor;
  readonly body?: unknown;
}) => Promise<{ readonly status: number; readonly body: unknown }>;

/** The feed's way to the hub inside one process: the very entries that programs call over HTTP. */
export function insidePort(handle: FeedEntry, caller: Actor): FeedPort {
  return {
    submit: async (intakes) => {
      const body = intakes.map((intake) => JSON.stringify(intake)).join('\n');
      const answer = await handle({ method: 'POST', path: '/api/v1/cases/batch', caller, body });
      if (!Array.isArray(answer.body)) return intakes.map(() => answerOf(answer.status, answer.body));
      return answer.body.map((line: { readonly status: number }) => answerOf(line.status, line));
    },
    command: async (caseNo, name, version, payload) => {
      const path = `/api/v1/cases/${caseNo}/commands/${name}`;
      const answer = await handle({ method: 'POST', path, caller, body: { version, ...payload } });
      return answerOf(answer.status, answer.body);
    },
    read: async (caseNo) => {
      const answer = await handle({ method: 'GET', path: `/api/v1/cases/${caseNo}`, caller });
      return answerOf(answer.status, answer.body);
    },
  };
}

/** The body was made by the entry itself a moment ago, so its shape is known by its status. */
function answerOf(status: number, body: unknown): FeedAnswer {
  return status < 300 ? ok(body as FeedCase) : refuse(body as Refusal);
}
