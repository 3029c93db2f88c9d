import { loadCity } from '../../server/loadCity.ts';
import { explainViewSchema, ratesViewSchema } from '../../shared/contract/ratesView.ts';
import { must } from '../../shared/lib/assert.ts';
import { caseRequest } from '../data/intakes.ts';
import { figuresOf, plain, quantileOf, told } from '../measure/Figures.ts';
import { paced } from '../measure/paced.ts';
import { ratioOf } from '../measure/interleave.ts';
import { HubRun } from '../process/HubRun.ts';
import type { SideProcess } from '../process/SideProcess.ts';
import type { Workbench } from '../process/Workbench.ts';
import { HttpConnection } from '../wire/HttpConnection.ts';
import type { Finding, Target } from './Target.ts';

const CASES = 100_000;
const CASES_FULL = 1_000_000;
const KEY = 'bench-intake-key-0123456789';
const ROUNDS = 5;
const FILINGS = 250;
const FILINGS_A_SECOND = 50;
const CONNECTIONS = 16;
const MAX_P95_MS = 100;
const MIN_RATIO = 5;
/** Places in the middle of which pages are asked for. */
const PAGE_READS = 20;

export const costlyRead: Target = {
  id: 'P18',
  path: 'rates of the past beside 50 filings a second',
  target: 'filing p95 ≤ 100 ms, the read ≥ 5 × faster than a scan',
  measure,
};

interface Rig {
  readonly path: string;
  readonly label: string;
  readonly hub: HubRun;
  readonly scans: SideProcess<'history'>;
}

async function measure(bench: Workbench): Promise<Finding> {
  const cases = bench.full ? CASES_FULL : CASES;
  const rig = await rigOf(bench, cases);
  const seen = { read: [] as number[], scan: [] as number[], beside: [] as number[], alone: [] as number[] };
  const head = ratesViewSchema.parse(JSON.parse(await get(rig, '/api/v1/metrics/rates'))).seq;
  await timed(() => pastRates(rig, head, cases));
  for (let round = 0; round < ROUNDS; round++) {
    // Another event each time: an answer that is remembered measures nothing.
    const seq = head - 1 - round;
    seen.read.push(await timed(() => pastRates(rig, seq, cases)));
    const scan = await rig.scans.ask('scan', rig.path, rig.label, seq);
    if (scan.cases !== cases) throw new Error(`the scan found ${scan.cases} of ${cases} cases`);
    seen.scan.push(scan.ms);
    seen.alone.push(await filingP95(rig, round * 2));
    seen.beside.push(await besideReads(rig, head - 100 - 100 * round, cases, round * 2 + 1));
  }
  const page = await pageMs(rig);
  await rig.hub.kill();
  const ratio = ratioOf(seen.scan, seen.read);
  const beside = figuresOf(seen.beside);
  return {
    ours: `filing p95 ${told(beside, 'ms', 1)}; read ${told(figuresOf(seen.read), 'ms')}`,
    other: `alone p95 ${told(figuresOf(seen.alone), 'ms', 1)}; scan ${told(figuresOf(seen.scan), 'ms')}`,
    ratio: told(ratio, '', 1),
    holds: beside.median <= MAX_P95_MS && ratio.median >= MIN_RATIO,
    note:
      `\`rates?seq=\` over a period of ${plain(cases)} cases${bench.full ? '' : ' (a million with `--full`)'}, over HTTP; ` +
      'the scan is one pass over the same contributions, in a process of its own and without HTTP. Filing beside one read ' +
      `after the other. A page of 200 cases from the middle, all units: ${told(page, 'ms', 1)}.`,
  };
}

async function rigOf(bench: Workbench, cases: number): Promise<Rig> {
  const { periods } = loadCity('beijing');
  const now = must(periods.at(Date.now()), 'no period holds this moment');
  const { label, startAt } = must(periods.at(now.startAt - 1), 'there is no period before this one');
  const path = bench.folder('busy-period');
  const scans = await bench.side('history');
  await scans.ask('buildPeriod', path, startAt, cases);
  return { path, label, scans, hub: await HubRun.start(path, KEY, 'beijing') };
}

/** Files at a steady pace while one read of the past follows the other; the filings' p95 in milliseconds. */
async function besideReads(rig: Rig, seq: number, cases: number, run: number): Promise<number> {
  let isOver = false;
  const filing = filingP95(rig, run).finally(() => (isOver = true));
  for (let read = 0; !isOver; read++) await pastRates(rig, seq - read, cases);
  return filing;
}

async function filingP95({ hub }: Rig, run: number): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => HttpConnection.open(hub.port)),
  );
  const lanes = connections.map(() => Promise.resolve());
  const ms: number[] = [];
  await paced(FILINGS, 1_000 / FILINGS_A_SECOND, (n) => {
    const lane = n % CONNECTIONS;
    const dueAt = performance.now();
    lanes[lane] = must(lanes[lane], 'no lane').then(async () => {
      const { status } = await must(connections[lane], 'no connection').send(caseRequest(n, run, KEY));
      if (status !== 201) throw new Error(`a filing was answered ${status}`);
      ms.push(performance.now() - dueAt);
    });
  });
  await Promise.all(lanes);
  for (const connection of connections) connection.close();
  return quantileOf(
    ms.sort((a, b) => a - b),
    0.95,
  );
}

async function pastRates(rig: Rig, seq: number, cases: number): Promise<void> {
  const text = await get(rig, `/api/v1/metrics/rates?period=${rig.label}&seq=${seq}`);
  const found = ratesViewSchema.parse(JSON.parse(text)).city.counts.cases;
  if (found !== cases) throw new Error(`the rates tell of ${found} of ${cases} cases`);
}

async function pageMs(rig: Rig) {
  const path = `/api/v1/explain?metric=solveRate&period=${rig.label}`;
  let { cursor } = explainViewSchema.parse(JSON.parse(await get(rig, path)));
  const ms: number[] = [];
  for (let page = 0; page < PAGE_READS; page++) {
    const asked = `${path}&cursor=${must(cursor, 'there is no next page')}`;
    ms.push(
      await timed(async () => ({ cursor } = explainViewSchema.parse(JSON.parse(await get(rig, asked))))),
    );
  }
  return figuresOf(ms);
}

async function get({ hub }: Rig, path: string): Promise<string> {
  const headers = { Authorization: `Bearer ${KEY}` };
  const response = await fetch(`http://127.0.0.1:${hub.port}${path}`, { headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}: ${text}`);
  return text;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
