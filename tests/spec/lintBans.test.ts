import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import ts from 'typescript-eslint';

// The samples are no files of a TypeScript program, so the rules that ask for types rest.
const eslint = new ESLint({
  overrideConfig: [
    ts.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { project: false, projectService: false } } },
  ],
});

/** What the linter says of a piece of code as if it stood in that file. */
async function said(file: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const hub = 'server/hub/Sample.ts';
const domain = 'shared/domain/sample.ts';
const BANNED: readonly (readonly [string, string, string])[] = [
  ['shared/lib/sample.ts', 'export const a = (b: any) => b;', 'parse it with a schema'],
  ['shared/lib/sample.ts', 'export const a = (b?: string) => b!;', 'Use must(value, why)'],
  ['shared/lib/sample.ts', 'export const a = 1 as unknown as string;', 'parse the value with a schema'],
  ['shared/lib/sample.ts', 'export default 1;', 'Export by name'],
  ['shared/lib/sample.ts', "export * from './assert.ts';", 'import from the file that declares'],
  ['shared/lib/sample.ts', "export { must } from './assert.ts';", 'import from the file that declares'],
  ['server/sample.ts', 'try { a(); } catch {}', 'Say what this failure means'],
  ['server/sample.ts', "console.log('x');", 'Log through the Log'],
  ['server/sample.ts', '// @ts-ignore\nexport const a = 1;', '@typescript-eslint/ban-ts-comment'],
  [hub, 'export const now = () => Date.now();', 'Time is an input'],
  [hub, 'export const now = () => new Date();', 'Time is an input'],
  [hub, 'export const now = () => performance.now();', 'Time is an input'],
  [hub, 'setTimeout(() => {}, 1);', 'Time is an input'],
  [domain, 'setInterval(() => {}, 1);', 'Time is an input'],
  [domain, 'export const chance = () => Math.random();', 'Chance is an input'],
  [domain, 'export const key = () => crypto.randomUUID();', 'Chance is an input'],
  [domain, 'export const city = process.env.CITY;', 'hand the setting in'],
  [
    'tests/hub/sample.test.ts',
    'await new Promise((resolve) => setTimeout(resolve, 10));',
    'A test never sleeps',
  ],
  ['tests/hub/sample.test.ts', "import { setTimeout } from 'node:timers/promises';", 'A test never sleeps'],
  ['tests/hub/sample.test.ts', "import { a } from '../shared/ids.test.ts';", 'belongs into tests/support'],
  ['server/http/sample.ts', 'export const a = 1;\n'.repeat(251), 'max-lines'],
  ['client/ui/Sample.svelte', '<p>1</p>\n'.repeat(201), 'max-lines'],
  ['server/sample.ts', `export function a() {\n${'  b();\n'.repeat(50)}}`, 'max-lines-per-function'],
  ['server/sample.ts', `export function a(b: number) {\n${'  if (b) b++;\n'.repeat(10)}}`, 'complexity'],
];

describe('the linter', () => {
  it.each(BANNED)('[HSE3] in %s bans %j and says: %s', { timeout: 30_000 }, async (file, code, sentence) => {
    expect((await said(file, code)).join('\n')).toContain(sentence);
  });

  it('[HSE3] lets a clean file pass', async () => {
    expect(await said(domain, 'export const due = (start: number) => start + 1;\n')).toEqual([]);
    expect(await said('tests/hub/sample.test.ts', 'setTimeout(() => {}, 1);\n')).toEqual([]);
    expect(await said('client/wall/Sample.svelte', '<p>1</p>\n')).toEqual([]);
  });
});

const svelte = (line: string) => `<script lang="ts">\n  ${line}\n</script>\n`;
const CROSSED: readonly (readonly [string, string, string])[] = [
  ['client/wall/Sample.svelte', svelte("import type { Hub } from '../../server/hub/Hub.ts';"), 'shared/'],
  ['client/wall/Sample.svelte', svelte("import Menu from '../console/Menu.svelte';"), 'client/ui'],
  ['client/leader/Sample.svelte', svelte("import type { Map } from 'maplibre-gl';"), 'client/map'],
  ['client/wall/Sample.svelte', svelte("import { io } from 'socket.io-client';"), 'HubLink'],
  [
    'client/ui/Sample.svelte',
    svelte("import type { Kind } from '../../shared/domain/vocabulary.ts';"),
    'as props',
  ],
  ['client/wall/sample.ts', "import * as echarts from 'echarts/core';", 'client/charts'],
  ['shared/domain/case/sample.ts', "import type { Row } from '../../tables/liveTable.ts';", 'shared/domain'],
  ['shared/tables/sample.ts', "import type { Frame } from '../contract/sync.ts';", 'how it travels'],
  ['shared/lib/sample.ts', "import type { Kind } from '../domain/vocabulary.ts';", 'no business'],
  ['shared/contract/sample.ts', "import type { Log } from '../../server/Log.ts';", 'both sides'],
  [hub, "import { SqliteStore } from '../store/sqlite/SqliteStore.ts';", 'EventStore.ts'],
  [hub, "import type { Server } from 'socket.io';", 'through a Room'],
  ['server/sockets/sample.ts', "import express from 'express';", 'server/http'],
  ['server/http/sample.ts', "import Database from 'better-sqlite3';", 'EventStore port'],
];

describe('imports that cross a wall', () => {
  it.each(CROSSED)(
    '[HSE4] in %s the linter refuses %j and says: %s',
    { timeout: 30_000 },
    async (file, code, sentence) => {
      const messages = (await said(file, code)).filter((message) =>
        message.startsWith('no-restricted-imports'),
      );
      expect(messages.join('\n')).toContain(sentence);
    },
  );
});
