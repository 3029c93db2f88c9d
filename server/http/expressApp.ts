import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import { refusal } from '../../shared/domain/refusals.ts';
import type { Log } from '../Log.ts';
import { problemAnswer } from './api/answers.ts';
import type { ApiTable } from './api/ApiTable.ts';
import type { ApiDoor } from './ApiDoor.ts';
import { pages } from './pages/pages.ts';
import { secureHeaders } from './pages/secureHeaders.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface ExpressAppDeps {
  readonly table: ApiTable;
  readonly door: ApiDoor;
  readonly clientDir: string;
  readonly log: Log;
}

/** Everything but filing cases: the API's other calls, pages and their files. */
export function expressApp({ table, door, clientDir, log }: ExpressAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(secureHeaders());
  for (const route of table.routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const mount = route.method === 'GET' ? app.get.bind(app) : app.post.bind(app);
    mount(path, (request, response) => door.serve(route, paramsOf(request.params), request, response));
  }
  app.use((request, response, next) => {
    const match = table.match(request.method, request.path);
    if (match.kind === 'otherMethod') {
      sendAnswer(response, problemAnswer(refusal('method_not_allowed', { allow: match.allow.join(', ') })));
    } else if (/^\/api(\/|$)/.test(request.path)) sendAnswer(response, problemAnswer(refusal('not_found')));
    else next();
  });
  app.use(pages(clientDir));
  app.use((_request, response) => sendAnswer(response, problemAnswer(refusal('not_found'))));
  app.use(broken(log));
  return app;
}

function paramsOf(params: Readonly<Record<string, string | string[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

/** Express takes it for an error handler by its four parameters. */
function broken(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    // A path that is no proper percent-encoding, or a file name that cannot be: nothing of ours.
    const isTheirs = typeof error === 'object' && error !== null && 'status' in error && error.status !== 500;
    if (!isTheirs) log.error({ err: error }, 'a page broke');
    sendAnswer(response, problemAnswer(refusal(isTheirs ? 'not_found' : 'internal_fault')));
  };
}
