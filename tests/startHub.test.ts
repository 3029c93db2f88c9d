import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.ts';
import { loadCity } from '../server/loadCity.ts';
import { requirePolicy } from '../server/requirePolicy.ts';
import { startHub } from '../server/startHub.ts';
import { StartError } from '../server/StartError.ts';
import { quietLog } from './support/quietLog.ts';
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
