/// <reference lib="dom" />
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import { HubProcess } from '../support/HubProcess.ts';
import { WallPage } from '../support/WallPage.ts';
import { freePort } from '../support/freePort.ts';
import { median } from '../support/median.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { suiteDir } from '../support/suiteDir.ts';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 1080 },
] as const;
const LANGUAGES = ['zh', 'en'] as const;
const EVERY = SIZES.flatMap((size) => LANGUAGES.map((language) => ({ ...size, language })));

const dataDir = join(suiteDir(), 'data');
let hub: HubProcess;
let args: readonly string[];
let token = '';

beforeAll(async () => {
  args = ['--feed', 'off', '--port', String(await freePort())];
  hub = await HubProcess.start({ dataDir, args });
  token = hub.screenToken;
  for (const intake of everyName()) expect((await hub.post('/cases', intake)).status).toBe(201);
});
afterAll(() => hub?.stop());

describe.each(EVERY)('the wall at $width × $height in $language', (options) => {
  it('[RUN30] is live and shows its headline numbers within 2 s of navigation', async ({ annotate }) => {
    const figures: number[] = [];
    for (let round = 0; round < 5; round++) {
      const wall = await WallPage.open(hub.origin, { ...options, token });
      figures.push(await wall.filled());
      await wall.close();
    }
    const { width, language } = options;
    void annotate(`${width} ${language}: ${figures.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    expect(median(figures)).toBeLessThanOrEqual(2_000);
  });

  it('[RUN31] has no scroll bar and cuts no box, says nothing on the console, asks nobody but the hub', async () => {
    const wall = await WallPage.open(hub.origin, { ...options, token });
    await wall.complete();
    const clipped = await wall.clippedBoxes();
    await wall.close();
    expect(clipped).toEqual([]);
    expect(wall.complaints).toEqual([]);
  });
});

describe('the wall, whatever its size', () => {
  it('[RUN32] isolates every name, and shows no word that an intake brought', async () => {
    const wall = await WallPage.open(hub.origin, { width: 1920, height: 1080, language: 'en', token });
    await wall.complete();
    const { text, names } = await wall.page.evaluate(() => {
      const names = document.querySelectorAll('[data-case] .category, [data-case] .place');
      return { text: document.body.innerText, names: [...names].map((one) => one.tagName) };
    });
    await wall.close();
    expect(names.length).toBeGreaterThanOrEqual(12);
    expect(new Set(names)).toEqual(new Set(['BDI']));
    expect(text).toMatch(/Office of the Sheriff/);
    expect(text).not.toMatch(/evil|\u202e|\u{1f525}|\u{20bb7}/u);
  });

  it('[RUN33] says in one sentence what to do when the screen is not paired, and opens once it is', async () => {
    const wall = await WallPage.open(hub.origin, { width: 1920, height: 1080, language: 'en' });
    await wall.page.waitForSelector('[data-refusal="unauthenticated"]');
    const sentence = await wall.textOf('[data-refusal]');
    await wall.page.goto(`${hub.origin}/wall?lang=en#screen=${token}`, { waitUntil: 'commit' });
    await wall.page.reload({ waitUntil: 'commit' });
    await wall.filled();
    const address = wall.page.url();
    await wall.close();
    expect(sentence.trim()).toMatch(/^◆? ?[^.]+paired[^.]+\.$/);
    expect(address).not.toContain(token);
  });

  it('[RUN34] turns amber after 3 s without a beat, grey and hatched after 30 s, and recovers', async () => {
    const wall = await WallPage.open(hub.origin, { width: 1920, height: 1080, token });
    await wall.complete();
    const fresh = await looks(wall);
    hub.signal('SIGSTOP');
    const stoppedAt = performance.now();
    await wall.linkIs('amber');
    const amberAfter = performance.now() - stoppedAt;
    await wall.linkIs('stale');
    const staleAfter = performance.now() - stoppedAt;
    const stale = await looks(wall);
    const shown = await wall.numbers();
    hub.signal('SIGCONT');
    await wall.linkIs('live');
    const again = await looks(wall);
    await wall.close();
    // The last beat was up to a second old, and the strip looks every quarter of one.
    expect([Math.floor(amberAfter / 1_000), Math.floor(staleAfter / 1_000)]).toEqual([
      expect.toSatisfy((s: number) => s >= 1 && s <= 4),
      expect.toSatisfy((s: number) => s >= 28 && s <= 33),
    ]);
    expect([fresh.hatched, stale.hatched, again.hatched]).toEqual([false, true, false]);
    expect(stale.ink).not.toBe(fresh.ink);
    expect(again.ink).toBe(fresh.ink);
    // Never blank: the last numbers stay.
    expect(shown.size).toBeGreaterThan(45);
  });

  it('[RUN35] goes on by itself with the next hub on the same data after a kill', async () => {
    const wall = await WallPage.open(hub.origin, { width: 1920, height: 1080, token });
    await wall.complete();
    await hub.stop('SIGKILL');
    await wall.linkIs('amber');
    hub = await HubProcess.start({ dataDir, args });
    await hub.post('/cases', nycIntake('after the kill'));
    const { seq, rows } = await hub.table('kpi');
    await wall.linkIs('live');
    await wall.settledAt(seq);
    const numbers = await wall.numbers();
    await wall.close();
    expect(numbers.get('kpi all received')).toBe(rows.find(([key]) => key === 'all')?.[1]);
  });
});

/** The ink of the wall's numbers, and whether its panels are hatched. */
function looks(wall: WallPage): Promise<{ readonly ink: string; readonly hatched: boolean }> {
  return wall.page.evaluate(() => {
    const root = document.querySelector('.wall');
    const panel = document.querySelector('.panel');
    if (root === null || panel === null) throw new Error('there is no wall');
    return {
      ink: getComputedStyle(root).getPropertyValue('--ink'),
      hatched: getComputedStyle(panel, '::after').backgroundImage.includes('gradient'),
    };
  });
}

/** Cases with every category, area and unit of the city, the longest names last, and one with codes that it does not know. */
function everyName(): readonly object[] {
  const { categories, areas, units } = loadCity('nyc').pack;
  const byLength = categories.toSorted((a, b) => a.names.en.length - b.names.en.length);
  const sound = byLength.map(({ code }, i) =>
    nycIntake(`name-${i}`, {
      categoryCode: code,
      streetCode: areas[i % areas.length]?.code,
      hostUnitCode: units[i % units.length]?.code,
      kind: i % 9 === 0 ? 'praise' : 'complaint',
      confidential: i % 11 === 0,
    }),
  );
  const odd = nycIntake('odd', {
    categoryCode: '\u202eevil\u{20bb7}',
    streetCode: 'evil \u{1f525}',
    hostUnitCode: '\u2067evil',
    title: '\u202eevil \u{1f525}',
  });
  return [...sound, odd];
}
