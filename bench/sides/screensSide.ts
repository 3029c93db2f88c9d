import { monitorEventLoopDelay } from 'node:perf_hooks';
import { caseRequest } from '../data/intakes.ts';
import { quantileOf } from '../measure/Figures.ts';
import { paced } from '../measure/paced.ts';
import { pause } from '../measure/pause.ts';
import { Arrivals } from '../wire/Arrivals.ts';
import { CountingScreen } from '../wire/CountingScreen.ts';
import { HttpConnection } from '../wire/HttpConnection.ts';

export interface ScreensAsked {
  readonly port: number;
  readonly key: string;
  readonly count: number;
  readonly deflate: boolean;
}

export interface Taken {
  readonly frames: number;
  readonly bytes: number;
}

/** Cases filed at a steady pace while the screens watch. */
export interface FiledAsked {
  readonly port: number;
  readonly key: string;
  readonly cases: number;
  readonly everyMs: number;
  readonly run: number;
}

/** Milliseconds from just before the POST: to its answer, and to its arrival at each screen. */
export interface FiledSeen {
  readonly answerP50: number;
  readonly answerP99: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Cases that some screen was not told of. */
  readonly missed: number;
  /** How late this process's own loop came round: what of the rest may be its fault and not the hub's. */
  readonly lateP99: number;
}

/** How long frames may still be on their way when the last case was answered. */
const SETTLE_MS = 700;
const CONNECTIONS = 8;

const delay = monitorEventLoopDelay({ resolution: 1 });

let screens: { readonly screen: CountingScreen; readonly arrivals: Arrivals }[] = [];
let taken: Taken = { frames: 0, bytes: 0 };

/** Screens by the hundred in one process, and a source that files cases beside them, so that both share a clock. */
export const screensSide = {
  async connect({ count, ...options }: ScreensAsked): Promise<void> {
    screens.push(...Array.from({ length: count }, () => screenOf(options)));
    await Promise.all(screens.map(({ screen }) => screen.joined));
  },
  /** Cuts every connection and comes back at once, all together, knowing nothing; milliseconds until all are back. */
  async storm(asked: ScreensAsked): Promise<number> {
    for (const { screen } of screens) screen.close();
    screens = [];
    taken = { frames: 0, bytes: 0 };
    const startedAt = performance.now();
    await screensSide.connect(asked);
    return performance.now() - startedAt;
  },
  /** What all screens together have been sent since they were last asked. */
  take(): Taken {
    let frames = 0;
    let bytes = 0;
    for (const { screen } of screens) {
      frames += screen.frames;
      bytes += screen.bytes;
    }
    const since = { frames: frames - taken.frames, bytes: bytes - taken.bytes };
    taken = { frames, bytes };
    return since;
  },
  async file({ port, key, cases, everyMs, run }: FiledAsked): Promise<FiledSeen> {
    for (const { arrivals } of screens) arrivals.clear();
    const requests = Array.from({ length: cases }, (_, n) => caseRequest(n, run, key));
    const free = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(port)));
    const pending: Promise<Filed>[] = [];
    delay.enable();
    delay.reset();
    await paced(cases, everyMs, (n) => {
      const request = requests[n];
      if (request !== undefined) pending.push(post(request, port, free));
    });
    const filed = await Promise.all(pending);
    await pause(SETTLE_MS);
    for (const connection of free) connection.close();
    return seenOf(filed);
  },
};

interface Filed {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly seq: number;
}

function screenOf(options: Omit<ScreensAsked, 'count'>) {
  const arrivals = new Arrivals();
  const onFrame = (seq: number, at: number): void => arrivals.note(seq, at);
  return { screen: new CountingScreen({ ...options, onFrame }), arrivals };
}

/**
 * A case is sent when its time has come: one that finds every connection busy opens another. They take turns, so
 * that none is idle for so long that the server closes it.
 */
async function post(request: Buffer, port: number, free: HttpConnection[]): Promise<Filed> {
  const sentAt = performance.now();
  const connection = free.shift() ?? (await HttpConnection.open(port));
  const { status, body } = await connection.send(request);
  free.push(connection);
  if (status !== 201) throw new Error(`a POST was answered ${status}: ${body}`);
  return { sentAt, answeredAt: performance.now(), seq: Number(/"seq":(\d+)/.exec(body)?.[1]) };
}

function seenOf(filed: readonly Filed[]): FiledSeen {
  const latencies: number[] = [];
  let missed = 0;
  for (const { sentAt, seq } of filed) {
    const times = screens.map(({ arrivals }) => arrivals.first(seq));
    if (times.includes(undefined)) missed++;
    for (const time of times) if (time !== undefined) latencies.push(time - sentAt);
  }
  latencies.sort((a, b) => a - b);
  const answers = filed.map(({ sentAt, answeredAt }) => answeredAt - sentAt).sort((a, b) => a - b);
  return {
    answerP50: quantileOf(answers, 0.5),
    answerP99: quantileOf(answers, 0.99),
    p50: quantileOf(latencies, 0.5),
    p99: quantileOf(latencies, 0.99),
    max: latencies.at(-1) ?? NaN,
    missed,
    lateP99: delay.percentile(99) / 1e6,
  };
}
