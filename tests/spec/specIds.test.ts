import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testTitles } from '../support/testTitles.ts';

const told = [...readFileSync('docs/spec.md', 'utf8').matchAll(/^- \*\*([A-Z][A-Z0-9]*\d)\*\* \S/gm)].map(
  ([, id]) => id ?? '',
);
const quoted = testTitles().map(({ file, title }) => ({
  file,
  title,
  id: /^\[([A-Z][A-Z0-9]*\d)\] \S/.exec(title)?.[1],
}));
const ids = new Set(quoted.map(({ id }) => id));

describe('docs/spec.md and the titles of the tests', () => {
  it('[HSE1] every rule of the spec is quoted by a test', () => {
    const untested = told.filter((id) => !ids.has(id));
    expect(
      untested,
      'no test quotes these rules: write the test, or take the rule out of docs/spec.md',
    ).toEqual([]);
  });

  it('[HSE1] every rule that a test quotes stands in the spec', () => {
    const unknown = [...ids].filter((id) => id !== undefined && !told.includes(id));
    const where = unknown.map((id) => `${id} in ${quoted.find((test) => test.id === id)?.file}`);
    expect(where, 'these ids have no rule: say in docs/spec.md what they promise').toEqual([]);
  });

  it('[HSE1] the spec tells each rule once', () => {
    expect(told.filter((id, i) => told.indexOf(id) !== i)).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  });

  it('[HSE2] every test’s title begins with the id of its rule', () => {
    const nameless = quoted
      .filter(({ id }) => id === undefined)
      .map(({ file, title }) => `${file}: ${title}`);
    expect(nameless, 'begin these titles with `[ID] `').toEqual([]);
  });
});
