import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { interleave, ratioOf } from '../measure/interleave.ts';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const KEY = 'bench-intake-key-0123456789';
const POSTS = 4_000;
const CONNECTIONS = 64;
const ROUNDS = 5;
const LEAST = 0.75;

export const singleCase: Target = {
  id: 'P1',
  path: 'single durable case over HTTP, 64 connections',
  target: '≥ 0.75 × bare node:http + bare group commit',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const folder = bench.folder('single-case');
  mkdirSync(folder);
  const [hub, bare, load] = await Promise.all([
    bench.side('hub'),
    bench.side('bareHttp'),
    bench.side('httpLoad'),
  ]);
  const dataDir = join(folder, 'hub');
  const [hubPort, barePort] = [await hub.ask('start', dataDir, KEY), await bare.ask('start')];
  let run = 0;
  const post = async (port: number): Promise<number> => {
    const asked = { port, key: KEY, connections: CONNECTIONS, posts: POSTS, casesAPost: 1, run: ++run };
    return (await load.ask('run', asked)).casesPerSecond;
  };
  const store = (stores: boolean) => async (): Promise<number> => {
    await bare.ask('store', folder, stores);
    return post(barePort);
  };
  // Warms the hub and gives the other side the very rows it is to write.
  await post(hubPort);
  await bare.ask('load', join(dataDir, 'whistleboard.db'), POSTS);
  await store(true)();
  const cpu = { hub: meter(() => hub.ask('cpuMs')), bare: meter(() => bare.ask('cpuMs')) };
  const rounds = await interleave(ROUNDS, {
    hub: cpu.hub.around(() => post(hubPort)),
    bare: cpu.bare.around(store(true)),
    nothing: store(false),
  });
  const ratio = ratioOf(rounds.hub, rounds.bare);
  const ofNothing = ratioOf(rounds.hub, rounds.nothing);
  return {
    ours: `${told(figuresOf(rounds.hub), 'cases/s')}, ${plain(figuresOf(cpu.hub.us).median)} µs CPU a case`,
    other: `${told(figuresOf(rounds.bare), 'cases/s')}, ${plain(figuresOf(cpu.bare.us).median)} µs CPU a case`,
    ratio: told(ratio, '', 2),
    holds: ratio.median >= LEAST,
    note:
      `÷ node:http storing nothing (${told(figuresOf(rounds.nothing), '/s')}): ${told(ofNothing, '', 2)}. By processor ` +
      `time alone the ratio is ${told(ratioOf(cpu.bare.us, cpu.hub.us), '', 2)}. The bare side writes the hub's own ` +
      'rows, byte for byte and ready made: three events a case, state, contribution, text, key, counters.',
  };
}

/** Notes the processor time of a server for each case of a round. */
function meter(read: () => Promise<number>) {
  const us: number[] = [];
  const around = (round: () => Promise<number>) => async (): Promise<number> => {
    const before = await read();
    const rate = await round();
    us.push(((await read()) - before) * (1_000 / POSTS));
    return rate;
  };
  return { us, around };
}
