import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.cjs';

/** A small tree in which every import is one that may not be, by the rule that must say so. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  ['shared/lib/a.ts', "import '../../server/hub/a.ts';", 'shared-knows-neither-side'],
  ['shared/lib/b.ts', "import type { B } from '../domain/a.ts';", 'lib-stands-alone'],
  [
    'shared/domain/a.ts',
    "import type { A } from '../tables/a.ts'; export type B = 1;",
    'domain-knows-no-screen',
  ],
  [
    'shared/tables/a.ts',
    "import type { A } from '../contract/a.ts'; export type B = 1;",
    'tables-know-no-wire',
  ],
  ['shared/contract/a.ts', "import 'node:fs'; export type A = 1;", 'shared-is-pure'],
  ['shared/contract/b.ts', "import 'pino';", 'shared-is-pure'],
  ['server/hub/a.ts', "import '../store/sqlite/a.ts';", 'hub-knows-ports-only'],
  ['server/hub/b.ts', "import 'node:fs';", 'hub-does-no-io'],
  ['server/hub/c.ts', "import type { Express } from 'express';", 'express-has-a-home'],
  ['server/store/sqlite/a.ts', "import '../../hub/c.ts';", 'sqlite-store-knows-no-hub'],
  ['server/http/a.ts', "import 'better-sqlite3';", 'better-sqlite3-has-a-home'],
  ['server/http/b.ts', "import 'socket.io';", 'socket.io-has-a-home'],
  ['server/http/c.ts', "import 'fast-check';", 'no-dev-packages-in-the-hub'],
  ['server/http/d.ts', "import 'no-such-package';", 'no-missing'],
  ['server/feeds/a.ts', "import './b.ts'; export const a = 1;", 'no-cycles'],
  ['server/feeds/b.ts', "import type { a } from './a.ts'; export const b = 1;", ''],
  ['server/feeds/c.ts', 'export const c = 1;', 'no-orphans'],
  ['client/wall/a.ts', "import '../console/a.ts';", 'wall-stands-alone'],
  ['client/console/a.ts', "import 'maplibre-gl';", 'maplibre-gl-has-a-home'],
  ['client/leader/a.ts', "import 'socket.io-client';", 'socket.io-client-has-a-home'],
  ['client/leader/b.ts', "import '../../server/http/a.ts';", 'client-knows-no-server'],
  ['client/ui/A.svelte', "<script>import 'echarts';</script>", 'echarts-has-a-home'],
  ['tests/a.test.ts', "import './b.test.ts';", 'tests-stand-alone'],
  ['tests/b.test.ts', "import '../shared/contract/a.ts';", ''],
];

const tree = mkdtempSync(join(tmpdir(), 'whistleboard-imports-'));
const found: { readonly from: string; readonly rule: string }[] = [];

beforeAll(async () => {
  for (const [file, code] of FAULTS) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    writeFileSync(join(tree, file), `${code}\n`);
  }
  for (const name of ['package.json', 'node_modules', 'tsconfig.json'])
    symlinkSync(resolve(name), join(tree, name));
  const { options = {}, ...ruleSet } = config;
  const { output } = await cruise(['shared', 'server', 'client', 'tests'], {
    ...options,
    ruleSet,
    validate: true,
    baseDir: tree,
    preserveSymlinks: true,
  });
  const { summary } = output as ICruiseResult;
  found.push(...summary.violations.map(({ from, rule }) => ({ from, rule: rule.name })));
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true }));

describe('dependency-cruiser', () => {
  it.each(FAULTS.filter(([, , rule]) => rule !== ''))(
    '[HSE4] refuses in %s %j by the rule %s',
    (from, _, rule) => {
      expect(found).toContainEqual({ from, rule });
    },
  );

  it('[HSE4] lets pass what may be', () => {
    expect(found.filter(({ from }) => from === 'tests/b.test.ts')).toEqual([]);
  });

  it('[HSE4] has a sentence of what to do instead for every rule', () => {
    for (const { name, comment } of config.forbidden ?? []) expect(comment, name).toMatch(/\S+ \S+ .*\.$/);
  });
});
