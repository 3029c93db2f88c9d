import { z } from 'zod';
import { PROBLEMS, problemSchema } from '../../../shared/contract/problem.ts';
import { CONTRACT_VERSION } from '../../../shared/contract/contractVersion.ts';
import type { RefusalCode } from '../../../shared/domain/refusals.ts';
import { PROBLEM_TYPE } from '../api/answers.ts';
import type { ApiRoute } from '../api/ApiRoute.ts';
import { BODY_TYPES } from '../intake/contentFault.ts';

/** The part of OpenAPI 3.1 that the hub writes. */
export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

const PROBLEM_SCHEMA = { $ref: '#/components/schemas/Problem' };

/** The API's description, made from the very table and schemas that answer. */
export function openApi(routes: readonly ApiRoute[]): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const operations = (paths[route.path] ??= {});
    operations[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Whistleboard',
      version: `${CONTRACT_VERSION}.0.0`,
      description:
        'Times are ISO 8601 with an offset; the hub writes them in UTC. Errors are RFC 9457 problems with a ' +
        'code from a closed list. Texts are kept as typed, up to 20,000 code points, without NUL and lone surrogates.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation(route: ApiRoute): Operation {
  const { method, path, summary, body, answer } = route;
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_all, next: string) => next.toUpperCase())}`,
    summary,
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: contentOf(BODY_TYPES[body.kind][0], schemaOf(body.schema, 'input')),
          },
        }),
    responses: {
      [answer.status]: {
        description: answer.description,
        content: contentOf(answer.type, answer.schema === undefined ? {} : schemaOf(answer.schema, 'output')),
      },
      ...refusalsOf(route),
    },
  };
}

function securityOf({ audience }: ApiRoute): readonly object[] {
  if (audience === 'anyone') return [];
  // An empty requirement says that a key may be left out; who may do so is told in docs/wire.md.
  return audience === 'program' ? [{ key: [] }] : [{ key: [] }, {}];
}

function parametersOf({ path, query, takesIdempotencyKey }: ApiRoute): readonly object[] {
  const string = { type: 'string' };
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: string,
    })),
    ...(query ?? []).map(({ name, description }) => ({ name, in: 'query', description, schema: string })),
    ...(takesIdempotencyKey === true
      ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 255 } }]
      : []),
  ];
}

function refusalsOf(route: ApiRoute): Readonly<Record<string, object>> {
  const common: readonly RefusalCode[] =
    route.audience === 'anyone' ? ['internal_fault'] : ['unauthenticated', 'too_fast', 'internal_fault'];
  const ofBody: readonly RefusalCode[] =
    route.body === undefined ? [] : ['too_large', 'unsupported_media_type', 'not_allowed'];
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of new Set([...route.refusals, 'invalid_input' as const, ...ofBody, ...common])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: contentOf(PROBLEM_TYPE, PROBLEM_SCHEMA) },
    ]),
  );
}

function contentOf(type: string, schema: object): object {
  return { [type.split(';')[0] ?? type]: { schema } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
