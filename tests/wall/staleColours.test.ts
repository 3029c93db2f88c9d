import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const stale =
  /\.wall\[data-link='stale'\] \{([^}]*)\}/.exec(readFileSync('client/styles/wall.css', 'utf8'))?.[1] ?? '';
const tokens = readFileSync('client/styles/tokens.css', 'utf8');
const coloured = [...tokens.matchAll(/^ {2}(--alarm-[\w-]+|--alive|--mode|--shade-[1-9]|--late-\d):/gm)].map(
  ([, name]) => name ?? '',
);

it('[WAL20] a stale wall has every token that alarms, is alive or tells how much in grey', () => {
  const greyed = new Map(
    [...stale.matchAll(/(--[\w-]+): #(\w\w)(\w\w)(\w\w);/g)].map(([, name, ...rgb]) => [name, rgb]),
  );
  expect(coloured.length).toBeGreaterThan(12);
  for (const name of coloured) {
    const parts = (greyed.get(name) ?? ['00', 'ff']).map((part) => parseInt(part, 16));
    expect(Math.max(...parts) - Math.min(...parts), name).toBeLessThan(30);
  }
});
