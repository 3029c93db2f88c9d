import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatFault } from '../../server/feeds/timeFormat.ts';
import { loadReplayMap } from '../../server/feeds/loadReplayMap.ts';
import { loadCity } from '../../server/loadCity.ts';
import { TimeReader } from '../../server/feeds/TimeReader.ts';
import { tempDir } from '../support/tempDir.ts';

/** The JSON blocks of a document, in order. */
function examples(document: string): readonly string[] {
  return [...readFileSync(document, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);
}

it('[HSE360] the mapping that the guide to replays shows can be loaded', () => {
  const path = join(tempDir(), 'map.json');
  writeFileSync(path, examples('docs/replay.md')[0] ?? '');
  expect(loadReplayMap(path).columns.dueAt).toEqual({ column: '办理时限', values: {}, optional: true });
});

it('[HSE360] each time that the guide to replays shows is read by the format beside it', () => {
  const [, line = ''] = /^Examples: (.*)$/m.exec(readFileSync('docs/replay.md', 'utf8')) ?? [];
  const pairs = [...line.matchAll(/`([^`]+)` is `([^`]+)`/g)];
  expect(pairs.length).toBeGreaterThan(4);
  for (const [, text = '', format = ''] of pairs) {
    expect(formatFault(format)).toBeUndefined();
    expect(new TimeReader([format], 'America/New_York').read(text)).toBeDefined();
  }
});

it('[HSE360] the pack that the guide to city packs shows holds together', () => {
  const folder = tempDir();
  const files = ['pack.json', 'units.json', 'areas.json', 'categories.json', 'rules.json'];
  const shown = examples('docs/city-packs.md');
  expect(shown).toHaveLength(files.length);
  for (const [index, file] of files.entries()) writeFileSync(join(folder, file), shown[index] ?? '');
  expect(loadCity(`${folder}/`).pack.id).toBe('my-city');
});
