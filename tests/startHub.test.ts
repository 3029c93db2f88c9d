import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readConfig } from '../server/config.ts';
import { loadCity } from '../server/loadCity.ts';
import { requirePolicy } from '../server/requirePolicy.ts';
import { startHub } from '../server/startHub.ts';
import { StartError } from '../server/StartError.ts';
import { quietLog } from './support/quietLog.ts';
import { readLog } from './support/readLog.ts';
import { tempDir } from './support/tempDir.ts';

const HEAD =
  'unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude';

describe('a start without a policy', () => {
  it('[FLT27] stops with one sentence that names file, field and both times, and binds no directory', async () => {
    const folder = tempDir();
    const [file, dataDir] = [join(folder, 'old.csv'), join(folder, 'data')];
    const row = '7,2009-06-01T08:00:00.000,,DSNY,Graffiti,Graffiti,,11233,BROOKLYN,BROOKLYN,40.68,-73.9';
    writeFileSync(file, `${HEAD}\n${row}\n`);
    const args = ['--city', 'nyc', '--feed', `replay:${file}`, '--data-dir', dataDir, '--port', '0'];
    const start = startHub(readConfig(args, {}), quietLog());
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(
      /nyc.pack\.json, field policies\.0\.from: the first policy holds from 2010-01-01 on, and hub time is 2009-06-01T[^\n]+\.$/,
    );
    expect(existsSync(dataDir)).toBe(false);
  });

  it('[FLT27] is one before the local midnight of the first policy', () => {
    const city = loadCity('beijing');
    const midnight = Date.UTC(2009, 11, 31, 16);
    expect(() => requirePolicy(city, midnight)).not.toThrow();
    expect(() => requirePolicy(city, midnight - 1)).toThrow(/hub time is 2009-12-31T15:59:59\.999Z\.$/);
  });
});

describe('a start on a file', () => {
  it('[FED350] records its breaches while the machine’s clock steps all the time', async () => {
    const folder = tempDir();
    const [file, dataDir] = [join(folder, 'rows.csv'), join(folder, 'data')];
    const row = (key: number, day: string) =>
      `${key},2026-06-${day}T08:00:00.000,,DSNY,Graffiti,Graffiti,,11233,BROOKLYN,BROOKLYN,40.68,-73.9`;
    writeFileSync(file, `${HEAD}\n${row(2, '02')}\n${row(1, '01')}\n`);
    const args = ['--city', 'nyc', '--feed', `replay:${file}`, '--data-dir', dataDir, '--port', '0'];
    const now = Date.now();
    let looks = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => now + 5_000 * looks++);
    const hub = await startHub(readConfig([...args, '--feed-speed', 'max'], {}), quietLog());
    await vi.waitFor(() => expect(readLog(dataDir).filter(isRegistered)).toHaveLength(2), 10_000);
    await hub.close();
    vi.restoreAllMocks();
    const breaches = readLog(dataDir).filter(({ type }) => type === 'CaseClockBreached');
    // Signed within 4 h, in touch within 24 h: the second falls due at the very instant of the last row.
    expect(breaches.map(({ data }) => 'clock' in data && data.clock)).toEqual(['sign']);
  });
});

function isRegistered({ type }: { readonly type: string }): boolean {
  return type === 'CaseRegistered';
}
