import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/apiCalls.ts';
import { RawScreen } from '../support/RawScreen.ts';
import { INTAKE_KEY, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

/** What a check that reads each sign once stays far below, and one that reads them again and again far above. */
const MOST_MS = 150;
const SIZE = 65_500;

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

const filled = (head: string, unit: string, tail = '') =>
  head + unit.repeat(Math.floor((SIZE - head.length - tail.length) / Buffer.byteLength(unit))) + tail;

/** As large as the limit lets them be, and each the worst for some way of reading it. */
const MESSAGES: readonly string[] = [
  filled('40/', '\\"'),
  filled('40/live,', '\\"'),
  filled('42/live,["', '\\"'),
  filled('42/live,["', '\\\\', '"]'),
  filled('42/live,', '"'),
  filled('42/live,', '"\\'),
  filled('42/live,', ','),
  filled('42/live,["a"', ',"a"', ']'),
  filled('42/live,', '1'),
  filled('42/live,1', '0', '["sync:hello",{}]'),
  filled('42/live,["sync:hello",', '1', ']'),
  filled('42/live,["sync:hello",{"surface":"', 'a', '"}]'),
  filled('42', '/'),
  filled('42/', 'a'),
  filled('40/', 'a', ','),
  filled('40/', '%'),
  filled('4', '4'),
  filled('45', '1', '-'),
  filled('43/live,', '9', '[]'),
  filled('', 'b'),
  filled('2', 'probe'),
  filled('42/live,["', '哨', '"]'),
];

describe('a message as large as one may be', () => {
  it.each(MESSAGES.map((text) => [`${text.slice(0, 24)}…${text.slice(-4)}`, text] as const))(
    '[SOC201] costs no more than reading it once: %s',
    async (_what, text) => {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        for (const auth of [{}, { token: INTAKE_KEY }]) {
          const one = await new RawScreen(edge.port, { auth }).settled();
          const { user } = process.cpuUsage();
          one.text(text);
          // The hub reads a socket in order: what answers or ends this one came after the message.
          one.frame(0x88, Buffer.from([3, 232]));
          await one.until(() => one.isClosed);
          times.push((process.cpuUsage().user - user) / 1_000);
          one.close();
        }
      }
      expect(Math.min(...times.filter((_ms, i) => i % 2 === 0))).toBeLessThan(MOST_MS);
      expect(Math.min(...times.filter((_ms, i) => i % 2 === 1))).toBeLessThan(MOST_MS);
    },
  );
});

describe('a request as large as one may be', () => {
  const HEADER = 15_000;
  const headers: readonly (readonly [string, string])[] = [
    ['authorization', `Bearer ${' '.repeat(HEADER)}x y`],
    ['authorization', `Bearer ${'a '.repeat(HEADER / 2)}`],
    ['authorization', `Bearer ${'a'.repeat(HEADER)}  b`],
    ['range', `bytes=${'0-0,'.repeat(HEADER / 4)}`],
    ['range', `bytes=${'-'.repeat(HEADER)}`],
    ['if-none-match', `${'"a",'.repeat(HEADER / 4)}`],
    ['if-none-match', `${'W/'.repeat(HEADER / 2)}`],
    ['accept', `${'a/b;q=0.1,'.repeat(HEADER / 10)}`],
    ['content-type', `application/json;${' '.repeat(HEADER)}x`],
    ['idempotency-key', 'k'.repeat(HEADER)],
    ['x-forwarded-for', `${'1.1.1.1, '.repeat(HEADER / 9)}`],
    ['forwarded', `${'for="'.repeat(HEADER / 5)}`],
  ];
  it.each(headers)('[API200] costs no more than reading it once: %s', async (name, value) => {
    const ms = await cheapest(() => call(edge, '/api/v1/city', { key: null, headers: { [name]: value } }));
    expect(ms).toBeLessThan(MOST_MS);
  });

  const paths: readonly string[] = [
    `/${'../'.repeat(HEADER / 3)}`,
    `/assets/${'%2e'.repeat(HEADER / 3)}`,
    `/${'/'.repeat(HEADER)}`,
    `/api/v1/cases/${'1'.repeat(HEADER)}`,
    `/api/v1/rates?${'period=2026-11&'.repeat(HEADER / 15)}`,
    `/api/v1/rates?period=${'9'.repeat(HEADER)}`,
    `/api/v1/rates?seq=${'9'.repeat(HEADER)}`,
    `/api/v1/rates?${Array.from({ length: HEADER / 6 }, (_one, i) => `${i}=1`).join('&')}`,
    `/socket.io/?${'sid=1&'.repeat(HEADER / 6)}`,
  ];
  it.each(paths.map((path) => [path.slice(0, 30), path] as const))(
    '[API200] costs no more than reading it once: %s',
    async (_what, path) => {
      expect(await cheapest(() => call(edge, path))).toBeLessThan(MOST_MS);
    },
  );

  const texts: readonly (readonly [string, unknown])[] = [
    ['reportedAt', `2026-11-21T09:59:00.${'0'.repeat(60_000)}`],
    ['reportedAt', '2026-'.repeat(12_000)],
    ['source', `${'a.'.repeat(30_000)}!`],
    ['channel', 'a'.repeat(60_000)],
    ['title', '\ud800'.repeat(10_000)],
    ['content', '😀'.repeat(15_000)],
    ['streetCode', ' '.repeat(60_000)],
    ['requester', { phone: '1'.repeat(60_000) }],
    ['level', 'L'.repeat(60_000)],
  ];
  it.each(texts)('[API200] costs no more than reading it once: the field %s', async (field, value) => {
    const body = {
      source: 's',
      externalId: 'e',
      channel: 'c',
      kind: 'complaint',
      title: 't',
      [field]: value,
    };
    expect(await cheapest(() => call(edge, '/api/v1/cases', { body }))).toBeLessThan(MOST_MS);
  });

  /** Milliseconds of processor time; what else happened in this process meanwhile is taken out by trying again. */
  async function cheapest(ask: () => Promise<unknown>): Promise<number> {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { user } = process.cpuUsage();
      await ask();
      times.push((process.cpuUsage().user - user) / 1_000);
    }
    return Math.min(...times);
  }
});
