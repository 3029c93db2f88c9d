import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreReadError } from '../../server/store/EventStore.ts';
import type { RateSums } from '../../server/store/EventStore.ts';
import { call, file } from '../support/apiCalls.ts';
import type { Called } from '../support/apiCalls.ts';
import { ratedCity } from '../support/ratedCity.ts';
import { INTAKE_KEY, SCREEN_TOKEN, startEdge } from '../support/startEdge.ts';
import type { Edge } from '../support/startEdge.ts';

const RATES = '/api/v1/metrics/rates';

interface Working {
  readonly signal: AbortSignal;
  readonly end: (rows: readonly RateSums[]) => void;
  readonly fail: (error: Error) => void;
}

let edge: Edge;
/** The reads of the store that are at work, ended by the test. */
let working: Working[];

beforeEach(async () => {
  edge = await startEdge({ city: ratedCity() });
  working = [];
  vi.spyOn(edge.store, 'rateSumsAt').mockImplementation(
    (_asked, signal) =>
      new Promise((end, fail) => {
        working.push({ signal, end, fail });
        signal.addEventListener('abort', () => fail(signal.reason as Error));
      }),
  );
  for (let n = 0; n < 4; n++) await file(edge, { externalId: `x${n}` });
});
afterEach(() => edge.close());

/** A loaded machine may take its time; only that it happens counts. */
const PATIENT = { timeout: 15_000 };

const atWork = () => vi.waitFor(() => expect(working).toHaveLength(1), PATIENT);
const waiting = (count: number) => vi.waitFor(() => expect(edge.hub.rates.waiting).toBe(count), PATIENT);

describe('rates of the past, over the API', { timeout: 30_000 }, () => {
  it('[RAT326] are refused to a screen’s token, which is told those of now', async () => {
    for (const query of ['?seq=1', '?seq=', `?period=2026-12&seq=${edge.hub.seq}`]) {
      const { status, json } = await call(edge, `${RATES}${query}`, { key: SCREEN_TOKEN });
      expect([query, status, json['code']]).toEqual([query, 403, 'not_allowed']);
    }
    expect((await call(edge, RATES, { key: SCREEN_TOKEN })).status).toBe(200);
    expect(working).toHaveLength(0);
  });

  it('[RAT327] answer 429 beyond the queue, with the seconds to wait, and 503 where the read failed', async () => {
    const seqs = [1, 2, 3, 4, 5, 6, 7, 8];
    const calls = seqs.map((seq) => call(edge, `${RATES}?seq=${seq}`));
    const turnedAway: Called[] = [];
    for (const one of calls) void one.then((answer) => answer.status === 429 && turnedAway.push(answer));
    await vi.waitFor(() => expect(turnedAway).toHaveLength(3), PATIENT);
    for (const { json, headers } of turnedAway)
      expect([json['code'], headers.get('retry-after')]).toEqual(['too_fast', '1']);
    expect(edge.hub.rates.waiting).toBe(5);
    expect(working).toHaveLength(1);
    for (let done = 1; done <= 5; done++) {
      await vi.waitFor(() => expect(working).toHaveLength(done), PATIENT);
      if (done === 2) working[1]?.fail(new StoreReadError('the thread has ended'));
      else working[done - 1]?.end([]);
    }
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 429, 429, 429, 503]);
    expect(edge.hub.rates.waiting).toBe(0);
  });

  it('[RAT328] free their place and end when the caller hangs up, at work or in the queue', async () => {
    const sockets = [1, 2, 3].map((seq) => {
      const socket = connect(edge.port, '127.0.0.1');
      socket.write(
        `GET ${RATES}?seq=${seq} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${INTAKE_KEY}\r\n\r\n`,
      );
      return socket;
    });
    await waiting(3);
    sockets[1]?.destroy();
    await waiting(2);
    expect(working.map(({ signal }) => signal.aborted)).toEqual([false]);
    sockets[0]?.resetAndDestroy();
    await vi.waitFor(() => expect(working.map(({ signal }) => signal.aborted)).toEqual([true, false]));
    sockets[2]?.end();
    await waiting(0);
    for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
    expect(edge.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('[RAT329] leave filing and the rates of now alone while they are read', async () => {
    const past = call(edge, `${RATES}?seq=2`);
    await atWork();
    expect((await file(edge, { externalId: 'meanwhile' })).status).toBe(201);
    expect((await call(edge, RATES)).status).toBe(200);
    expect((await call(edge, `${RATES}?seq=${edge.hub.seq}`)).status).toBe(200);
    working[0]?.end([]);
    expect((await past).status).toBe(200);
  });

  it('[RAT327] that the hub’s stop ends answer 503', async () => {
    const calls = [1, 2].map((seq) => call(edge, `${RATES}?seq=${seq}`));
    await waiting(2);
    edge.hub.rates.stop();
    const told = (await Promise.all(calls)).map(({ status, json }) => [status, json['code']]);
    expect(told).toEqual([
      [503, 'shutting_down'],
      [503, 'shutting_down'],
    ]);
  });
});
