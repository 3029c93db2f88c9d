import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFINITIONS } from '../../client/wall/definitions.ts';

it('[WAL43] a definition that the wall names is a rule of the spec', () => {
  const spec = readFileSync('docs/spec.md', 'utf8');
  for (const id of Object.values(DEFINITIONS)) expect(spec).toContain(`- **${id}** `);
});
