/// <reference lib="dom" />
import type { CDPSession, Page } from 'playwright-core';

/** What a page holds, each as the browser itself counts it. */
export interface Vitals {
  /** JavaScript heap after a forced collection, in megabytes. */
  readonly heapMb: number;
  /** Nodes of every document, those included that hang in none and are held all the same. */
  readonly nodes: number;
  readonly listeners: number;
  /** WebGL contexts that were not lost, whether or not their canvas is shown. */
  readonly contexts: number;
}

const MEGABYTE = 1024 * 1024;
const GL = ['WebGLRenderingContext', 'WebGL2RenderingContext'];

/** Looks into a page from outside: nothing is put into it, so that what is looked at is what people have. */
export class WallVitals {
  readonly #page: Page;
  readonly #session: CDPSession;

  constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async of(page: Page): Promise<WallVitals> {
    return new WallVitals(page, await page.context().newCDPSession(page));
  }

  async read(): Promise<Vitals> {
    const session = this.#session;
    const contexts = await Promise.all(GL.map((name) => this.#contexts(name)));
    // What the first collection hands over to be finalised, only the second one takes away.
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
    return {
      heapMb: usedSize / MEGABYTE,
      nodes,
      listeners,
      contexts: contexts.reduce((sum, count) => sum + count, 0),
    };
  }

  /** Milliseconds from one animation frame to the next, one after the other for so long. */
  frames(forMs: number): Promise<readonly number[]> {
    return this.#page.evaluate(
      (forMs) =>
        new Promise<readonly number[]>((resolve) => {
          const at: number[] = [];
          const frame = (now: number): void => {
            at.push(now);
            if (now - (at[0] ?? now) < forMs) requestAnimationFrame(frame);
            else resolve(at.slice(1).map((later, i) => later - (at[i] ?? later)));
          };
          requestAnimationFrame(frame);
        }),
      forMs,
    );
  }

  /** Asks the engine for every living object of a class, which no count kept by the page itself could miss. */
  async #contexts(name: string): Promise<number> {
    const objectGroup = 'vitals';
    const session = this.#session;
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${name}.prototype`,
      objectGroup,
    });
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      objectGroup,
    });
    const { result: count } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.filter((one) => !one.isContextLost()).length; }',
      returnByValue: true,
    });
    await session.send('Runtime.releaseObjectGroup', { objectGroup });
    return Number(count.value);
  }
}
