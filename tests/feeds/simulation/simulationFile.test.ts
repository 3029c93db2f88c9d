import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../server/feeds/createFeed.ts';
import { loadSimulation } from '../../../server/feeds/simulation/loadSimulation.ts';
import { loadCity } from '../../../server/loadCity.ts';
import { readJson } from '../../../server/readJson.ts';
import { tempDir } from '../../support/tempDir.ts';

const FILE = 'data/simulation/simulation.json';

describe('the simulation’s numbers', () => {
  it('[SIM8] every block says whether its numbers are invented, and why they are as they are', () => {
    const blocks = Object.entries(readJson(FILE) as Record<string, object>).filter(
      ([name, block]) => !['published', 'cities'].includes(name) && typeof block === 'object',
    );
    expect(blocks.length).toBeGreaterThan(8);
    for (const [name, block] of blocks) expect(block, name).toMatchObject({ origin: 'invented' });
    for (const city of Object.values(loadSimulation().cities)) expect(city.why.length).toBeGreaterThan(20);
  });

  it('[SIM8] of the demo city each matter and burst names categories that the pack has', () => {
    const { categories } = loadCity('beijing').pack;
    const known = (codes: string) => categories.some(({ code }) => code.startsWith(codes));
    const { matters = [], bursts = [] } = loadSimulation().cities['beijing'] ?? {};
    expect(matters.filter(({ codes }) => !known(codes))).toEqual([]);
    expect(bursts.flatMap(({ codes }) => codes).filter((codes) => !known(codes))).toEqual([]);
  });

  it('[SIM9] another file can be named, and a wrong one is told by file and field', async () => {
    const path = join(tempDir(), 'mine.json');
    const config = { feedMap: undefined, feedSpeed: 1, dataDir: tempDir(), feed: `simulate:${path}` };
    const whole = readFileSync(FILE, 'utf8');
    writeFileSync(path, whole.replace('"days": 15', '"days": 3'));
    const feed = await createFeed(config, loadCity('nyc'));
    expect(Date.now() - (feed.startAt ?? 0)).toBeLessThan(3.1 * 86_400_000);
    writeFileSync(path, whole.replace('"busy": 0.55', '"busy": 7'));
    await expect(createFeed(config, loadCity('nyc'))).rejects.toThrow(/mine\.json, field units\.busy: /);
  });
});
