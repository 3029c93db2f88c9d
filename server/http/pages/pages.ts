import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Router } from 'express';
import staticGzip from 'express-static-gzip';

/** The page's address, its file, and what is said where the file is not there. */
const PAGES = [
  { path: '/', file: 'index.html', missing: 'The start page has not been built; run npm run build.' },
  { path: '/wall', file: 'wall.html', missing: 'The wall has not been built; run npm run build.' },
  {
    path: '/console',
    file: 'console.html',
    missing: 'The console does not exist yet; it follows in a later version.',
  },
  {
    path: '/leader',
    file: 'leader.html',
    missing: 'The leader view does not exist yet; it follows in a later version.',
  },
] as const;

type StaticOptions = NonNullable<NonNullable<Parameters<typeof staticGzip>[1]>['serveStatic']>;

/**
 * The screens' files. What Vite puts under `assets/` carries a hash in its name and never changes; everything
 * else is asked for again each time, so that a screen that reloads gets the build that is there. Where the build
 * left a `.gz` beside a file, browsers get that.
 */
export function pages(clientDir: string): Router {
  const router = express.Router();
  for (const { path, file, missing } of PAGES) {
    router.get(path, (_request, response) => {
      response.set('Cache-Control', 'no-cache');
      if (existsSync(join(clientDir, file)))
        response.sendFile(file, { root: clientDir, cacheControl: false });
      else response.status(501).type('text/plain').send(`${missing}\n`);
    });
  }
  // staticGzip would answer such a path itself, and not as the API does.
  router.use((request, _response, next) => next(isProperPath(request.path) ? undefined : 'router'));
  const files = { redirect: false, dotfiles: 'ignore', fallthrough: true } as const;
  const served = (dir: string, options: StaticOptions) =>
    staticGzip(dir, { index: false, serveStatic: options });
  router.use('/assets', served(join(clientDir, 'assets'), { ...files, immutable: true, maxAge: '1y' }));
  router.use(served(clientDir, { ...files, setHeaders: askAgain }));
  return router;
}

function isProperPath(path: string): boolean {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

function askAgain(response: { setHeader: (name: string, value: string) => unknown }): void {
  response.setHeader('Cache-Control', 'no-cache');
}
