import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TOP = ['shared', 'server', 'client', 'tests', 'bench', 'scripts', 'docs', 'data'].filter((folder) =>
  existsSync(folder),
);
const paths = TOP.flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(top, name).replaceAll('\\', '/'),
  ),
);
const EMPTY_NAMES = ['utils', 'util', 'helpers', 'common', 'types', 'services', 'managers', 'misc'];
const isCode = (path: string) => /\.(ts|mjs|cjs|js|svelte)$/.test(path);

describe('folders and files', () => {
  it('[HSE5] none bears a name that fits anything', () => {
    const named = paths.filter((path) =>
      path.split('/').some((part) => EMPTY_NAMES.includes(part.replace(/\..*$/, '').toLowerCase())),
    );
    expect(named, 'name these after what is in them').toEqual([]);
  });

  it('[HSE5] none lies deeper than three folders below a top-level folder', () => {
    expect(paths.filter((path) => isCode(path) && dirname(path).split('/').length > 4)).toEqual([]);
  });

  it('[HSE5] none is a barrel', () => {
    expect(paths.filter((path) => /(^|\/)index\.(ts|js|mjs)$/.test(path))).toEqual([]);
  });
});

const DOCUMENTS = [
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
].concat(paths.filter((path) => path.startsWith('docs/') && path.endsWith('.md')));

/** Paths that a document names in backticks or links to; a pattern, a built file or data of a run is none. */
function pathsIn(document: string): readonly string[] {
  const text = readFileSync(document, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const quoted = [
    ...text.matchAll(/`((?:shared|server|client|tests|bench|scripts|docs|data|\.ci)\/[\w./-]*)`/g),
  ];
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
  return [
    ...quoted.map(([, path]) => path ?? ''),
    ...linked.map(([, path]) => join(dirname(document), path ?? '')),
  ];
}

describe('documents', () => {
  it.each(DOCUMENTS)('[HSE6] every path that %s names exists', (document) => {
    expect(pathsIn(document).filter((path) => !existsSync(path))).toEqual([]);
  });

  it.each(['README.md', 'README.zh-CN.md'])(
    '[HSE6] %s names the two commands first, and CI runs the second',
    (readme) => {
      const [first = '', second = ''] = [...readFileSync(readme, 'utf8').matchAll(/^npm .*$/gm)].map(
        ([line]) => line,
      );
      expect(first).toMatch(/^npm start\b/);
      expect(second).toMatch(/^npm test\b/);
      expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm test /m);
    },
  );
});
