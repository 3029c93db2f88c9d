import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONTRACT_SCHEMAS } from '../../shared/contract/contractSchemas.ts';
import type { ContractName } from '../../shared/contract/contractSchemas.ts';
import { CONTRACT_HASH, CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import { tableChecksum } from '../../shared/contract/checksum.ts';
import { PROBLEMS } from '../../shared/contract/problem.ts';
import { snapshotSchema } from '../../shared/contract/sync.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';

const GOLDEN = new URL('./golden/', import.meta.url);
const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));
const names = Object.keys(CONTRACT_SCHEMAS) as ContractName[];

/** Everything about the contract that another program could notice, in one text. */
function fingerprint(): string {
  const schemas = names.map((name) => [
    name,
    z.toJSONSchema(CONTRACT_SCHEMAS[name], { io: 'input', unrepresentable: 'any' }),
    z.toJSONSchema(CONTRACT_SCHEMAS[name], { io: 'output', unrepresentable: 'any' }),
  ]);
  const tables = Object.values(LIVE_TABLES).map(({ name, columns, order, limit }) => [
    name,
    columns,
    order,
    limit,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([schemas, tables, PROBLEMS]))
    .digest('hex')
    .slice(0, 16);
}

describe('the contract', () => {
  it('[OAS1] has not changed without a new version: raise CONTRACT_VERSION, note it in the changelog, then pin the new hash', () => {
    expect({ version: CONTRACT_VERSION, hash: fingerprint() }).toEqual({ version: 1, hash: CONTRACT_HASH });
  });

  it('[OAS2] has a golden message for each of its shapes, and none too many', () => {
    const files = readdirSync(GOLDEN).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...names].sort());
  });

  it.each(names)('[OAS3] takes its golden message whole: %s', (name) => {
    const message = golden(name);
    expect(CONTRACT_SCHEMAS[name].parse(message)).toEqual(message);
  });

  it.each(names)('[OAS4] takes no field that it does not name: %s', (name) => {
    const parsed = CONTRACT_SCHEMAS[name].safeParse({ ...Object(golden(name)), more: 1 });
    expect(parsed.success).toBe(false);
  });

  it('[OAS5] the golden snapshot carries the checksum of its rows', () => {
    const snapshot = snapshotSchema.parse(golden('snapshot'));
    expect(tableChecksum(snapshot.rows)).toBe(snapshot.checksum);
  });
});
