import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { listen } from '../../server/listen.ts';
import { packageRoot } from '../../server/packageRoot.ts';
import { BROWSER_ARGS } from './browserArgs.ts';
import { pageHeapOf } from './PageHeap.ts';
import type { PageHeap } from './PageHeap.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
};

/** A page of bench/pages in a real browser, built as the product's pages are. */
export class BrowserPage {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #session: CDPSession;

  /** Use `BrowserPage.open`. */
  constructor(server: Server, browser: Browser, page: Page, session: CDPSession) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
    this.#session = session;
  }

  /** `name` is that of the HTML file, `folder` where it is built to. Throws where there is no browser. */
  static async open(name: string, folder: string): Promise<BrowserPage> {
    await buildPage(name, folder);
    const server = createServer((request, response) => {
      const path = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
      try {
        const body = readFileSync(path);
        response
          .writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' })
          .end(body);
      } catch {
        // What a browser asks for by itself, like its icon.
        response.writeHead(404).end();
      }
    });
    const port = await listen(server, '127.0.0.1', 0);
    // `npm run bench` finds the browser and names it.
    const executablePath = process.env['CHROME_PATH'] ?? '';
    const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS] });
    const page = await browser.newPage({ viewport: { width: 1_280, height: 720 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`http://127.0.0.1:${port}/${name}.html`);
    return new BrowserPage(server, browser, page, session);
  }

  /** Calls a function that the page offers by this name; resolves when it has resolved. */
  async call(name: string, ...args: readonly (string | number)[]): Promise<void> {
    await this.#page.evaluate(`globalThis[${JSON.stringify(name)}](...${JSON.stringify(args)})`);
  }

  /** Milliseconds of processor time that the page's main thread has used for tasks: waiting for a GPU is none. */
  async mainThreadMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const tasks = metrics.find((metric) => metric.name === 'TaskDuration');
    if (tasks === undefined) throw new Error('the browser does not tell TaskDuration');
    return tasks.value * 1_000;
  }

  /** What the heap holds: a snapshot collects first what is unreachable, and nothing runs while it is taken. */
  async heap(): Promise<PageHeap> {
    const chunks: string[] = [];
    const take = ({ chunk }: { readonly chunk: string }): unknown => chunks.push(chunk);
    this.#session.on('HeapProfiler.addHeapSnapshotChunk', take);
    await this.#session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    this.#session.off('HeapProfiler.addHeapSnapshotChunk', take);
    return pageHeapOf(chunks.join(''));
  }

  async end(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

async function buildPage(name: string, folder: string): Promise<void> {
  const root = join(packageRoot(), 'bench', 'pages');
  await build({
    root,
    configFile: false,
    plugins: [svelte({ configFile: join(packageRoot(), 'svelte.config.js') })],
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome109',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_200,
      rolldownOptions: { input: join(root, `${name}.html`) },
    },
  });
}
