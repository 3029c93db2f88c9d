import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listen } from '../../server/listen.ts';
import { cpuMs } from '../process/cpuMs.ts';
import { BareRows, readSampleRows } from '../data/BareRows.ts';
import type { SampleRows } from '../data/BareRows.ts';

const ANSWER = JSON.stringify({
  caseNo: 'NYC20261121000001',
  state: 'dispatched',
  level: 'L3',
  hostUnitCode: 'NYPD',
  registeredAt: '2026-11-21T10:00:00.000Z',
  version: 1,
  seq: 3,
});

let sample: SampleRows | undefined;
let rows: BareRows | undefined;
let waiting: ServerResponse[] = [];
let files = 0;

/**
 * node:http and better-sqlite3 and nothing between them: the body is parsed as JSON, the next case's ready rows
 * are committed in a group with whatever else has come by the end of the turn, and all are answered.
 */
export const bareHttpSide = {
  cpuMs,
  async start(): Promise<number> {
    return listen(createServer(serve), '127.0.0.1', 0);
  },
  load(database: string, cases: number): number {
    sample = readSampleRows(database, cases);
    return sample.cases.length;
  },
  /** Stores from now on into a new file, or nothing at all. */
  store(folder: string, stores: boolean): void {
    rows?.close();
    rows =
      stores && sample !== undefined ? new BareRows(join(folder, `http-${++files}.db`), sample) : undefined;
  },
};

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (rows === undefined) {
      answer(response);
      return;
    }
    waiting.push(response);
    if (waiting.length === 1) setImmediate(commit);
  });
}

function commit(): void {
  const group = waiting;
  waiting = [];
  rows?.commit(group.length);
  for (const response of group) answer(response);
}

function answer(response: ServerResponse): void {
  response.writeHead(201, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(ANSWER),
  });
  response.end(ANSWER);
}
