import type { Registry } from 'prom-client';
import { docsPage } from '../openapi/docsPage.ts';
import type { OpenApi } from '../openapi/openApi.ts';
import { JSON_TYPE } from './answers.ts';
import type { ApiAnswer, ApiRoute } from './ApiRoute.ts';
import { FixedText } from './FixedText.ts';

/** The calls that tell about the others: the document, its page, and the figures. */
export function describingRoutes(document: () => OpenApi, registry: Registry): readonly ApiRoute[] {
  const once = (make: () => ApiAnswer): (() => ApiAnswer) => {
    let made: ApiAnswer | undefined;
    return () => (made ??= make());
  };
  return [
    {
      method: 'GET',
      path: '/api/v1/openapi.json',
      audience: 'anyone',
      summary: 'This document.',
      answer: { status: 200, type: JSON_TYPE, description: 'OpenAPI 3.1.' },
      refusals: [],
      handle: once(() => ({
        status: 200,
        type: JSON_TYPE,
        body: document(),
        fixed: new FixedText(JSON.stringify(document())),
      })),
    },
    {
      method: 'GET',
      path: '/api/docs',
      audience: 'anyone',
      summary: 'This document as a page.',
      answer: { status: 200, type: 'text/html; charset=utf-8', description: 'A page without any script.' },
      refusals: [],
      handle: once(() => ({
        status: 200,
        type: 'text/html; charset=utf-8',
        body: docsPage(document()),
      })),
    },
    {
      method: 'GET',
      path: '/metrics',
      audience: 'operator',
      summary: 'Figures for Prometheus.',
      answer: { status: 200, type: registry.contentType, description: 'Prometheus text.' },
      refusals: [],
      handle: async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
    },
  ];
}
