import { caseEventsSchema, caseViewSchema } from '../../../shared/contract/caseAnswers.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { invalidInput } from '../../../shared/domain/refusals.ts';
import { JSON_TYPE, jsonAnswer, problemAnswer } from './answers.ts';
import type { ApiAnswer, ApiRoute } from './ApiRoute.ts';
import { caseEvents, caseView } from './caseViews.ts';
import type { Edge } from './Edge.ts';
import { eventPage } from './eventPage.ts';
import { ownCase } from './ownCase.ts';

/** What was typed when the case was filed; what came later is told with its events. */
const INTAKE_TEXT = { first: 1, last: 1, maxBytes: Infinity } as const;

/** `GET /cases/{caseNo}` and `/events`: a case and its history, to the identity that filed it. */
export function readCase({ hub }: Edge): readonly ApiRoute[] {
  const reading = (
    told: Pick<ApiRoute, 'path' | 'summary' | 'query' | 'refusals'>,
    schema: NonNullable<ApiRoute['answer']['schema']>,
    view: (state: CaseState, query: URLSearchParams) => Promise<ApiAnswer>,
  ): ApiRoute => ({
    ...told,
    method: 'GET',
    audience: 'program',
    answer: { status: 200, type: JSON_TYPE, schema, description: 'As it stands on stable storage.' },
    handle: async (request) => {
      const own = await ownCase(hub, request);
      return own.ok ? view(own.value, request.query) : problemAnswer(own.refusal);
    },
  });
  return [
    reading(
      {
        path: '/api/v1/cases/{caseNo}',
        summary: 'A case as it stands: state, version, every clock, and what was typed.',
        refusals: ['not_found'],
      },
      caseViewSchema,
      async (state) => jsonAnswer(200, caseView(state, await hub.texts(state, INTAKE_TEXT), hub)),
    ),
    reading(
      {
        path: '/api/v1/cases/{caseNo}/events',
        summary: 'What happened to a case, oldest first, a page at a time.',
        query: [{ name: 'cursor', description: 'From the page before; without it the first page.' }],
        refusals: ['not_found', 'invalid_input'],
      },
      caseEventsSchema,
      async (state, query) => {
        const cursor = query.get('cursor') ?? '0';
        if (!/^[0-9]{1,15}$/.test(cursor)) return problemAnswer(invalidInput('cursor', 'wrong_format'));
        return jsonAnswer(200, caseEvents(state, await eventPage(state, Number(cursor), hub), hub));
      },
    ),
  ];
}
