import { z } from 'zod';
import { snapshotSchema } from '../../../shared/contract/sync.ts';
import { refusal } from '../../../shared/domain/refusals.ts';
import { JSON_TYPE, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';

/** `GET /tables/{table}?scope=city`: what `sync:snapshot` would say to a screen of the caller's kind. */
export function readTable({ hub }: Edge): ApiRoute {
  const mark = hub.mode === 'live' ? '' : `,"mode":${JSON.stringify(hub.mode)}`;
  return {
    method: 'GET',
    path: '/api/v1/tables/{table}',
    audience: 'viewer',
    summary: 'A live table as a screen would be sent it.',
    answer: {
      status: 200,
      type: JSON_TYPE,
      schema: z.strictObject({
        ...snapshotSchema.shape,
        mode: z.enum(['replay', 'simulate']).optional(),
      }),
      description: 'The whole table as of `seq`.',
    },
    query: [{ name: 'scope', description: 'Whose part of the table; `city`, which is the default.' }],
    refusals: ['invalid_input', 'not_found'],
    handle: ({ params, query, caller }) => {
      const room = hub.room(caller.role === 'wall' ? 'wall' : 'console');
      const table = params['table'] ?? '';
      const found = room.has(table, query.get('scope') ?? 'city') ? room.snapshotOf(table) : undefined;
      if (found === undefined) return problemAnswer(refusal('not_found'));
      const text = `${found.text.slice(0, -1)}${mark}}`;
      return { status: 200, type: JSON_TYPE, body: found.snapshot, text };
    },
  };
}
