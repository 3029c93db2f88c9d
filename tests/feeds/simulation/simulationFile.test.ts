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

  it('[SIM8] of the demo city each matter, level and burst names categories that the pack has', () => {
    const { categories } = loadCity('beijing').pack;
    const known = (codes: string) => categories.some(({ code }) => code.startsWith(codes));
    const { matters = [], levels = [], bursts = [] } = loadSimulation().cities['beijing'] ?? {};
    expect([...matters, ...levels].filter(({ codes }) => !known(codes))).toEqual([]);
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

  it.each([
    ['day.hours', new Array(24).fill(0)],
    ['day.weekdays', new Array(7).fill(0)],
    ['day.casesPerDay', 1e7],
    ['channels.shares', {}],
    ['kinds.shares', { praise: 0 }],
    ['levels.shares', {}],
    ['hotline.ends', { AnswerDirectly: 0, Dispatch: 0, Dismiss: 0, TransferOut: 0 }],
    ['units.openTo', '07:00'],
    ['units.contactTo', '08:05'],
    ['review.to', '08:00'],
    ['callbacks.from', '08:29'],
    ['callbacks.to', '20:31'],
    ['callbacks.to', '08:40'],
    ['callbacks.outcomes.answered', 0],
    ['callbacks.gradesSolved', {}],
    ['callbacks.gradesUnsolved', { basic: 0 }],
    ['cities.beijing.matters', [{ codes: '01', weight: 0 }]],
    ['cities.beijing.levels.0.shares', { L1: 0 }],
    ['cities.beijing.bursts.0.hours', [6, 3]],
    ['cities.beijing.bursts.0.season', ['11-15', '13-01']],
  ])('[SIM9] numbers from which no day can be made are told by field: %s', (field, value) => {
    const path = join(tempDir(), 'mine.json');
    writeFileSync(path, JSON.stringify(withField(readJson(FILE), field.split('.'), value)));
    expect(() => loadSimulation(path)).toThrow(
      new RegExp(`mine\\.json, field ${field.replaceAll('.', '\\.')}`),
    );
  });
});

/** A copy of a JSON value in which one field, named by its path, is another. */
function withField(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((item: unknown, at) => (String(at) === name ? withField(item, rest, value) : item));
  const fields = Object.entries(whole as Record<string, unknown>);
  return Object.fromEntries(
    fields.map(([key, old]) => [key, key === name ? withField(old, rest, value) : old]),
  );
}
