import { caseEventsSchema, caseViewSchema } from '../../../shared/contract/caseAnswers.ts';
import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { JSON_TYPE, jsonAnswer, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import { caseEvents, caseView } from './caseViews.ts';
import type { Edge } from './Edge.ts';
import { ownCase } from './ownCase.ts';

/** `GET /cases/{caseNo}` and `/events`: a case and its history, to the identity that filed it. */
export function readCase({ hub }: Edge): readonly ApiRoute[] {
  const reading = (
    path: string,
    summary: string,
    schema: NonNullable<ApiRoute['answer']['schema']>,
    view: (state: CaseState) => Promise<object>,
  ): ApiRoute => ({
    method: 'GET',
    path,
    audience: 'program',
    summary,
    answer: { status: 200, type: JSON_TYPE, schema, description: 'As it stands on stable storage.' },
    refusals: ['not_found'],
    handle: async (request) => {
      const own = await ownCase(hub, request);
      return own.ok ? jsonAnswer(200, await view(own.value)) : problemAnswer(own.refusal);
    },
  });
  return [
    reading(
      '/api/v1/cases/{caseNo}',
      'A case as it stands: state, version, every clock, and what was typed.',
      caseViewSchema,
      async (state) => caseView(state, await hub.texts(state), hub),
    ),
    reading(
      '/api/v1/cases/{caseNo}/events',
      'Everything that happened to a case, oldest first.',
      caseEventsSchema,
      async (state) => caseEvents(state, await hub.history(state.id), await hub.texts(state), hub),
    ),
  ];
}
