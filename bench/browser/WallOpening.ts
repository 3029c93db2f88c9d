/// <reference lib="dom" />
import { chromium } from 'playwright-core';
import { BROWSER_ARGS } from './browserArgs.ts';

export interface WallOpened {
  /** From the navigation to a live strip with the headline numbers. */
  readonly numbersMs: number;
  /** From the navigation to the first map that is drawn. */
  readonly mapMs: number;
  /** What came over the wire until then, heads and frames aside, and in how many answers. */
  readonly kilobytes: number;
  readonly answers: number;
}

/** Opens the wall in a browser that has never seen it, and waits for its first live picture. */
export async function openWall(url: string): Promise<WallOpened> {
  // `npm run bench` finds the browser and names it.
  const executablePath = process.env['CHROME_PATH'] ?? '';
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let [bytes, answers] = [0, 0];
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      answers++;
    });
    await page.goto(url, { waitUntil: 'commit' });
    const numbers = await page.waitForFunction(() => {
      const isLive = document.querySelector('[data-seq][data-link="live"]') !== null;
      const number = document.querySelector('[data-table="kpi"][data-key="all"][data-column="received"]');
      return isLive && number !== null && performance.now();
    });
    const map = await page.waitForFunction(
      () => document.querySelector('.maplibregl-canvas') !== null && performance.now(),
    );
    return {
      numbersMs: Number(await numbers.jsonValue()),
      mapMs: Number(await map.jsonValue()),
      kilobytes: bytes / 1_024,
      answers,
    };
  } finally {
    await browser.close();
  }
}
