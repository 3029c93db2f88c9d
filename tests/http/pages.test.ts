import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import { call } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

const PACKED = 'export {};\n'.repeat(200);
const PACKED_GZIP = gzipSync(PACKED);

let edge: Edge;
let clientDir: string;
beforeAll(async () => {
  clientDir = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(clientDir, 'assets'));
  for (const [file, text] of [
    ['index.html', '<!doctype html>start'],
    ['wall.html', '<!doctype html>wall'],
    ['.secret', 'secret'],
    ['icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['assets/wall-1a2b3c.js', PACKED],
    ['assets/wall-1a2b3c.js.gz', PACKED_GZIP],
  ] as const) {
    writeFileSync(join(clientDir, file), text);
  }
  edge = await startEdge({ clientDir });
});
afterAll(async () => {
  await edge.close();
  rmSync(clientDir, { recursive: true });
});

const get = (path: string) => call(edge, path, { key: null });

async function fetched(path: string, accepted: string, from = edge) {
  const answer = await fetch(from.origin + path, { headers: { 'accept-encoding': accepted } });
  const { headers } = answer;
  const text = await answer.text();
  return {
    coding: headers.get('content-encoding'),
    vary: headers.get('vary'),
    bytes: Number(headers.get('content-length')),
    text,
  };
}

describe('pages', () => {
  it('[API30] the wall and the start page open without a login and are asked for again each time', async () => {
    for (const [path, text] of [
      ['/', 'start'],
      ['/wall', 'wall'],
    ] as const) {
      const page = await get(path);
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.text).toContain(text);
    }
  });

  it('[API31] a page that does not exist yet says so in one sentence', async () => {
    for (const path of ['/console', '/leader']) {
      const page = await get(path);
      expect([page.status, page.text]).toEqual([
        501,
        expect.stringMatching(/^The [a-z ]+ does not exist yet[^.]*\.\n$/),
      ]);
    }
  });

  it('[API36] what was compressed at the build is sent so to those who take it, and to no others', async () => {
    const compressed = await fetched('/assets/wall-1a2b3c.js', 'gzip, deflate');
    expect(compressed).toEqual({
      coding: 'gzip',
      vary: 'Accept-Encoding',
      text: PACKED,
      bytes: PACKED_GZIP.length,
    });
    for (const accepted of ['identity', 'gzip;q=0', 'br']) {
      const plain = await fetched('/assets/wall-1a2b3c.js', accepted);
      expect([accepted, plain]).toEqual([
        accepted,
        { coding: null, vary: 'Accept-Encoding', text: PACKED, bytes: PACKED.length },
      ]);
    }
  });

  it('[API37] city, map and the API document are sent compressed to those who take it, and to no others', async () => {
    const beijing = await startEdge({ city: loadCity('beijing') });
    onTestFinished(() => beijing.close());
    for (const path of ['/api/v1/city', '/api/v1/map', '/api/v1/openapi.json']) {
      const plain = await fetched(path, 'gzip;q=0', beijing);
      expect([path, plain.coding, plain.bytes]).toEqual([path, null, Buffer.byteLength(plain.text)]);
      const compressed = await fetched(path, 'br, gzip;q=0.5', beijing);
      expect([path, compressed.coding, compressed.text]).toEqual([path, 'gzip', plain.text]);
      expect([path, compressed.bytes < plain.bytes / 2]).toEqual([path, true]);
    }
    expect((await fetched('/api/v1/nothing', 'gzip')).coding).toBeNull();
  });

  it('[API32] files with a hash in their name are kept for ever, others are asked for again', async () => {
    const asset = await get('/assets/wall-1a2b3c.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toMatch(/javascript/);
    expect((await get('/icon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('[API33] nothing outside the folder and nothing hidden is served', async () => {
    for (const path of [
      '/.secret',
      '/..%2f..%2fetc%2fpasswd',
      '/assets/..%2f..%2fwall.html%00',
      '/assets/',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it('[API34] a page may load from the hub alone and is shown in no frame', async () => {
    const { headers } = await get('/wall');
    const policy = headers.get('content-security-policy')?.split(';') ?? [];
    expect(policy).toEqual([
      "default-src 'self'",
      "worker-src 'self'",
      "img-src 'self' data: blob:",
      "style-src 'self' 'unsafe-inline'",
      `connect-src 'self' ws://127.0.0.1:${edge.port} wss://127.0.0.1:${edge.port}`,
      "font-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
