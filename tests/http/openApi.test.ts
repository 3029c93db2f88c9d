import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

const content = z.record(
  z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  z.object({ schema: z.object({}).loose() }),
);
const parameter = z.union([
  z.strictObject({
    name: z.string(),
    in: z.literal('path'),
    required: z.literal(true),
    schema: z.object({}).loose(),
  }),
  z.strictObject({
    name: z.string(),
    in: z.enum(['query', 'header']),
    description: z.string().optional(),
    schema: z.object({}).loose(),
  }),
]);
/** The part of the OpenAPI 3.1 meta-schema that the document can break. */
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(
      z.enum(['get', 'post']),
      z.strictObject({
        operationId: z.string().regex(/^[A-Za-z0-9]+$/),
        summary: z.string().min(1),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z.array(parameter),
        requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
        responses: z.record(
          z.string().regex(/^[1-5][0-9][0-9]$/),
          z.strictObject({ description: z.string().min(1), content }),
        ),
      }),
    ),
  ),
  components: z.strictObject({ schemas: z.object({}).loose(), securitySchemes: z.object({}).loose() }),
});

describe('the API document', () => {
  it('[OAS10] is OpenAPI 3.1 in shape, its parameters are those of its paths, its references lead somewhere', async () => {
    const told = document.parse((await call(edge, '/api/v1/openapi.json', { key: null })).json);
    const ids: string[] = [];
    for (const [path, operations] of Object.entries(told.paths)) {
      for (const operation of Object.values(operations)) {
        ids.push(operation.operationId);
        const inPath = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
        expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    const references = new Set(JSON.stringify(told).match(/"\$ref":"[^"]+"/g));
    expect([...references]).toEqual(['"$ref":"#/components/schemas/Problem"']);
    expect(told.components.schemas).toHaveProperty('Problem');
  });

  it('[OAS11] lists every call that is mounted, and every call that it lists is mounted', async () => {
    const { paths } = edge.http.document;
    const listed = Object.entries(paths).flatMap(([path, one]) =>
      Object.keys(one).map((method) => `${method} ${path}`),
    );
    expect(listed).toEqual(
      expect.arrayContaining([
        ...[
          'post /api/v1/cases',
          'post /api/v1/cases/batch',
          'get /api/v1/cases/{caseNo}',
          'get /api/v1/cases',
        ],
        ...[
          'get /api/v1/cases/{caseNo}/events',
          'post /api/v1/cases/{caseNo}/commands/Sign',
          'get /api/v1/city',
        ],
        ...['get /api/v1/tables/{table}', 'get /healthz', 'get /readyz', 'get /metrics', 'get /api/docs'],
      ]),
    );
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        const concrete = path.replaceAll(/\{\w+\}/g, 'x');
        const answer = await call(edge, concrete, { method: method.toUpperCase(), key: null });
        const isOpen = operations[method]?.security.length !== 1;
        expect([
          method,
          path,
          isOpen ? answer.status < 500 && ![404, 405].includes(answer.status) : answer.status,
        ]).toEqual([method, path, isOpen ? true : 401]);
      }
    }
  });

  it('[OAS12] tells each body by the schema that checks it', () => {
    const body = JSON.stringify(edge.http.document.paths['/api/v1/cases']?.['post']?.requestBody);
    for (const field of ['externalId', 'requester', 'reportedAt', 'gcj02', 'hostUnitCode'])
      expect(body).toContain(field);
    const sign = JSON.stringify(
      edge.http.document.paths['/api/v1/cases/{caseNo}/commands/Sign']?.['post']?.requestBody,
    );
    expect(sign).toContain('"required":["version"]');
  });

  it('[OAS13] can be read as a page without a script and without another host', async () => {
    const page = await call(edge, '/api/docs', { key: null });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.text).toContain('/api/v1/cases/{caseNo}/commands/Dispatch');
    expect(page.text).not.toMatch(/<script|https?:\/\//);
  });
});
