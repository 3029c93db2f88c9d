import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import type { Replay } from '../../server/feeds/readReplay.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { dumpOf, replayedHub } from '../support/replayedHub.ts';
import type { ReplayLife } from '../support/replayedHub.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { tempDir } from '../support/tempDir.ts';

const HEAD =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';
const city = loadCity('nyc');

/** Half a day of rows, most of them closed in minutes to hours, some of them of an agency that nobody knows. */
function randomFile(seed: number, count: number): string {
  const random = new SeededRandom(seed);
  const local = (second: number) => new Date(Date.UTC(2026, 5, 27, 0, 0, second)).toISOString().slice(0, -1);
  const rows = Array.from({ length: count }, (_, key) => {
    const created = random.below(10_000);
    const lasted = random.chance(0.5) ? random.below(3_600) : random.below(40_000);
    const closed = random.chance(0.7) ? local(created + (random.chance(0.1) ? 0 : lasted)) : '';
    const agency = random.chance(0.1) ? 'NOBODY' : 'HPD';
    return `${key},${local(created)},${closed},${agency},GENERAL,N/A,,11234,,BRONX,40.85,-73.88`;
  });
  const path = join(tempDir(), 'rows.csv');
  writeFileSync(path, [HEAD, ...rows, ''].join('\n'));
  return path;
}

async function played(replay: Replay, lives: readonly ReplayLife[]) {
  const { store, life, log } = replayedHub(city, replay, tempDir());
  let end: string | undefined;
  const killedAt: number[] = [];
  for (const one of lives) {
    const last = await life(one);
    end = last.end;
    if (end === undefined) killedAt.push((await store.head()).seq);
    else await last.hub.close();
  }
  expect(log.lines.filter((line) => !line.startsWith('info'))).toEqual([]);
  expect(end).toBe('done');
  return { ...(await dumpOf(store)), killedAt };
}

describe('a replayed fact carries its own time', () => {
  it(
    '[FED340] events, states and counters are the same at every speed, on a busy machine and after kills',
    { timeout: 60_000 },
    async () => {
      const replay = await readReplay(randomFile(1, 300), `${cityFolder('nyc')}/replay.json`, city);
      const { killedAt: _, ...first } = await played(replay, [{ speed: Infinity }]);
      expect(first.events.filter(({ type }) => type === 'CaseClockBreached').length).toBeGreaterThan(100);
      const random = new SeededRandom(7);
      for (const speed of [60, 600, Infinity]) {
        const lives = [8, 12, 6, undefined].map((commits): ReplayLife => {
          return { speed, commits, busy: random, turnMs: 1 + random.below(600_000 / Math.min(speed, 600)) };
        });
        const { killedAt, ...again } = await played(replay, lives);
        expect(killedAt).toHaveLength(3);
        expect(again).toEqual(first);
      }
    },
  );
});
