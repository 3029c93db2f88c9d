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
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new WallVitals(page, session);
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

  /**
   * What a frame costs: processor time of the page's main thread, in milliseconds, over the frames of so long. Time
   * by the clock would tell of whatever else the machine does and of drawing without a GPU.
   */
  async frameWorkMs(forMs: number): Promise<number> {
    const before = await this.#taskMs();
    const frames = await this.#page.evaluate(
      (forMs) =>
        new Promise<number>((resolve) => {
          const from = performance.now();
          let frames = 0;
          const frame = (now: number): void => {
            frames++;
            if (now - from < forMs) requestAnimationFrame(frame);
            else resolve(frames);
          };
          requestAnimationFrame(frame);
        }),
      forMs,
    );
    return ((await this.#taskMs()) - before) / frames;
  }

  async #taskMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const tasks = metrics.find(({ name }) => name === 'TaskDuration');
    if (tasks === undefined) throw new Error('the browser does not tell TaskDuration');
    return tasks.value * 1_000;
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
