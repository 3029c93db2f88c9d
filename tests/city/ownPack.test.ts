import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { readConfig } from '../../server/config.ts';
import { checkReplay } from '../../server/feeds/checkReplay.ts';
import { loadCity } from '../../server/loadCity.ts';
import { runCommand } from '../../server/ops/runCommand.ts';
import { startHub } from '../../server/startHub.ts';
import { DataDir } from '../../server/store/dir/DataDir.ts';
import { quietLog } from '../support/quietLog.ts';
import { tempDir } from '../support/tempDir.ts';

const ROWS = `Unique Key,Created Date,Closed Date,Agency,Complaint Type,Descriptor,Location Type,City,Incident Zip,Borough,Latitude,Longitude,Due Date
1,03/24/2025 11:58:00 PM,03/25/2025 09:00:00 AM,HPD,HEAT/HOT WATER,a,b,QUEENS,11101,QUEENS,40.7,-73.9,03/30/2025 11:58:00 PM
2,03/26/2025 11:58:00 PM,03/27/2025 10:00:00 PM,NASA,HEAT/HOT WATER,a,b,QUEENS,11101,MARS,40.7,-73.9,
3,soon,,HPD,HEAT/HOT WATER,a,b,QUEENS,11101,QUEENS,40.7,-73.9,
`;

/** A copy of the pack of New York, outside the installation, under an id and a folder name of its own. */
function ownPack(): string {
  const folder = join(tempDir(), 'my city');
  cpSync(cityFolder('nyc'), folder, { recursive: true });
  const path = join(folder, 'pack.json');
  const pack = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...pack, id: 'elsewhere' }));
  return folder;
}

function rowsFile(): string {
  const path = join(tempDir(), 'rows.csv');
  writeFileSync(path, ROWS);
  return path;
}

it('[PCK360] a city may lie in any folder, and a data directory remembers its id', async () => {
  const folder = ownPack();
  const dataDir = join(tempDir(), 'data');
  const args = ['--city', folder, '--feed', `replay:${rowsFile()}`, '--data-dir', dataDir, '--port', '0'];
  const hub = await startHub(readConfig(args, {}), quietLog());
  await hub.close();
  expect(hub.city.pack.id).toBe('elsewhere');
  expect(DataDir.bindingOf(dataDir).city).toBe('elsewhere');
  const other = readConfig(args.with(1, 'nyc'), {});
  await expect(startHub(other, quietLog())).rejects.toThrow(/belongs to the city elsewhere, not nyc/);
  await expect(runCommand(['verify', '--data-dir', dataDir], loadCity)).rejects.toThrow(
    /no city pack 'elsewhere'.*named by a path/,
  );
  await expect(runCommand(['verify', '--data-dir', dataDir, '--city', 'nyc'], loadCity)).rejects.toThrow(
    /belongs to the city elsewhere, and nyc is nyc\.$/,
  );
  const verified = await runCommand(['verify', '--data-dir', dataDir, '--city', folder], loadCity);
  expect(verified.isGood).toBe(true);
});

it('[PCK360] a folder that is none, or no pack, is refused with one sentence', () => {
  const nowhere = join(tempDir(), 'nowhere');
  expect(() => loadCity(nowhere)).toThrow(/^There is no folder [^\n]+nowhere, which --city names\.$/);
  expect(() => loadCity(tempDir())).toThrow(/^[^\n]+ is no city pack: it has no pack\.json\.$/);
  expect(() => loadCity('atlantis')).toThrow(/known ones are: beijing, nyc\. .+ such as \.\/atlantis\.$/);
});

it('[PCK361] a pack is checked without a start, and its faults are told by file and field', async () => {
  const folder = ownPack();
  const { report, isGood } = await runCommand(['check-pack', folder], loadCity);
  expect(isGood).toBe(true);
  expect(report).toContain('holds together: New York City 纽约市, id elsewhere.');
  expect(report).toContain('Units: 13. Areas: 5, 0 of them without a shape on the map.');
  expect(report).toContain('Categories: 128, 3 of them without a rule that names a unit. Rules: 125.');
  expect(report).toContain('replay.json can be read');
  writeFileSync(join(folder, 'replay.json'), '{}');
  await expect(runCommand(['check-pack', folder], loadCity)).rejects.toThrow(/replay\.json, field timeZone/);
  expect((await runCommand(['check-pack', 'nyc'], loadCity)).report).toContain('id nyc.');
  await expect(runCommand(['check-pack'], loadCity)).rejects.toThrow(/^usage: .*check-pack/);
});

it('[FED371] a check tells what a replay would do, and leaves nothing behind', async () => {
  const path = rowsFile();
  const dataDir = join(tempDir(), 'data');
  const args = ['--city', 'nyc', '--feed', `replay:${path}`, '--data-dir', dataDir, '--feed-check'];
  const config = readConfig(args, {});
  expect(config.feedCheck).toBe(true);
  const { report, isGood } = await checkReplay(config);
  expect(isGood).toBe(true);
  expect(report.split('\n').slice(1)).toEqual([
    'Rows read: 3. To be filed: 2. Set aside: 1.',
    '  reportedAt not_a_time: 1, line 4',
    'First report: 2025-03-24 23:58:00. Last: 2025-03-26 23:58:00 (America/New_York).',
    'Stretches of 12 hours and more without a report: 1.',
    '  2.0 days from 2025-03-24 23:58:00 to 2025-03-26 23:58:00',
    'Ended by the source: 2 closed, 0 as duplicates, 0 as transferred. Still open: 0.',
    'With a due date of the source: 1.',
    'Outcomes that the mapping does not translate, left to the closing time: 0 words in 0 rows.',
    'Unknown units: 1 words in 1 rows. Rows that name none: 0.',
    '  "NASA": 1',
    'Unknown categories: 0 words in 0 rows. Rows that name none: 0.',
    'Unknown areas: 1 words in 1 rows. Rows that name none: 0.',
    '  "MARS": 1',
  ]);
  expect(existsSync(dataDir)).toBe(false);
  expect(() => readConfig(['--feed-check'], {})).toThrow(/give it --feed replay:<file>\.$/);
});

it('[FED371] a check tells the words of an outcome that the mapping does not translate', async () => {
  const folder = ownPack();
  const map = JSON.parse(readFileSync(join(folder, 'replay.json'), 'utf8')) as { columns: object };
  const outcome = { column: 'Descriptor', values: { b: 'transferred' } };
  writeFileSync(
    join(folder, 'replay.json'),
    JSON.stringify({ ...map, columns: { ...map.columns, outcome } }),
  );
  const config = readConfig(['--city', folder, '--feed', `replay:${rowsFile()}`, '--feed-check'], {});
  const { report } = await checkReplay(config);
  expect(report).toContain(
    'Outcomes that the mapping does not translate, left to the closing time: 1 words in 3 rows.\n  "a": 3\n',
  );
});

it('[FED371] a file of which no row can be read is told as one that would not start', async () => {
  const path = join(tempDir(), 'rows.csv');
  writeFileSync(path, ROWS.split('\n').toSpliced(1, 2).join('\n'));
  const config = readConfig(['--city', 'nyc', '--feed', `replay:${path}`, '--feed-check'], {});
  const { report, isGood } = await checkReplay(config);
  expect([isGood, report.includes('No row can be read')]).toEqual([false, true]);
});
