import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, SOUND_INTAKE } from '../support/apiCalls.ts';
import type { Called } from '../support/apiCalls.ts';
import { startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

let edge: Edge;
beforeEach(async () => {
  edge = await startEdge({ limits: { callsPerSecond: 10, callsBurst: 10 } });
});
afterEach(() => edge.close());

const line = (id: string, changes: object = {}) =>
  JSON.stringify({ ...SOUND_INTAKE, externalId: id, ...changes });
const batch = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  call(edge, '/api/v1/cases/batch', { body, headers });
const answers = ({ text }: Called): readonly Record<string, unknown>[] =>
  text.split('\n').flatMap((one) => (one === '' ? [] : [JSON.parse(one)]));

describe('a batch', () => {
  it('[INT30] has one answer a line in their order, and a bad line fails alone', async () => {
    const notUtf8 = Buffer.concat([Buffer.from('{"source":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const body = Buffer.concat([
      Buffer.from(`${line('a')}\n{bad\n\n${line('b', { kind: 'rant' })}\r\n`),
      notUtf8,
      Buffer.from(line('c')),
    ]);
    const answered = await batch(body);
    expect(answered.status).toBe(200);
    expect(answered.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answers(answered).map(({ line: at, status, code }) => [at, status, code])).toEqual([
      [1, 201, undefined],
      [2, 422, 'invalid_input'],
      [4, 422, 'invalid_input'],
      [5, 422, 'invalid_input'],
      [6, 201, undefined],
    ]);
    expect(answers(answered)[2]).toMatchObject({ faults: [{ field: 'kind', fault: 'not_in_list' }] });
  });

  it('[INT31] shares one group: all its lines are handed in before any is waited for', async () => {
    const lines = Array.from({ length: 100 }, (_one, i) => line(`g${i}`));
    const before = edge.hub.load().groups;
    const answered = answers(await batch(lines.join('\n')));
    expect(answered.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(edge.hub.load().groups - before).toBeLessThan(20);
  });

  it('[INT32] of more than 100 lines is answered 413 and files nothing', async () => {
    const answered = await batch(Array.from({ length: 101 }, (_one, i) => line(`m${i}`)).join('\n'));
    expect([answered.status, answered.json['code'], edge.hub.seq]).toEqual([413, 'too_large', 0]);
  });

  it('[INT33] of more than 4 MB is answered 413; a line of more than 64 KB fails alone', async () => {
    const large = await batch(`${line('x')}\n`.padEnd(4 * 1024 * 1024 + 1, ' '));
    expect(large.status).toBe(413);
    const answered = answers(await batch(`${line('y', { content: 'x'.repeat(65_536) })}\n${line('z')}`));
    expect(answered.map(({ status }) => status)).toEqual([413, 201]);
  });

  it('[INT34] sent again with its Idempotency-Key has the same answers', async () => {
    const headers = { 'Idempotency-Key': 'b-1' };
    const first = await batch(`${line('p')}\n${line('q')}`, headers);
    const again = await batch(`${line('p')}\n${line('q')}`, headers);
    expect(again.text).toBe(first.text);
    expect(edge.hub.load().openCases).toBe(2);
  });

  it('[INT200] of more lines than are allowed is charged as the largest that is', async () => {
    const many = await batch('x\n'.repeat(2_000_000));
    expect([many.status, many.json['facts']]).toEqual([413, { atMost: 100 }]);
    const refused = await batch(line('late'));
    // 100 lines at 10 a second, less the burst of 10.
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    edge.clock.advance(10_000);
    expect((await batch(line('later'))).status).toBe(200);
  });

  it('[INT35] counts each line against the rate', async () => {
    await batch(Array.from({ length: 30 }, (_one, i) => line(`n${i}`)).join('\n'));
    const refused = await batch(line('late'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  });
});
