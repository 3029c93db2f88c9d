import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import { pause } from '../measure/pause.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';
import { pipeTo } from './wholePipe.ts';

const SCREENS = 600;
const CASES = 400;
const ROUNDS = 5;
const MOST_STALL_MS = 50;
const MOST_BACK_MS = 3_000;
const SETTLE_MS = 1_500;

export const reconnectStorm: Target = {
  id: 'P12',
  path: 'reconnect storm, 600 screens',
  target: 'join payload built once, hub blocked ≤ 50 ms, all back ≤ 3 s',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const { hub, screens, port, key } = await pipeTo(bench, 'storm', SCREENS);
  // Tables with something in them: a join payload of a working day.
  await screens.ask('file', { port, key, cases: CASES, everyMs: 2, run: 1 });
  const back: number[] = [];
  const stalls: number[] = [];
  const delays: number[] = [];
  const builds: number[] = [];
  let twice = 0;
  let longestBuild = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    await pause(SETTLE_MS);
    await hub.ask('watch');
    const ms = await screens.ask('storm', { port, key, count: SCREENS, deflate: false });
    const { turnMs, delayMs, snapshots, buildMs } = await hub.ask('watched');
    if (round === 0) continue;
    back.push(ms);
    stalls.push(turnMs);
    delays.push(delayMs);
    builds.push(snapshots.length);
    twice += snapshots.length - new Set(snapshots).size;
    longestBuild = Math.max(longestBuild, buildMs);
  }
  const [backIn, stall, built] = [figuresOf(back), figuresOf(stalls), figuresOf(builds)];
  const sent = SCREENS * Object.keys(LIVE_TABLES).length;
  return {
    ours:
      `all back in ${told(backIn, 'ms')}; hub blocked ${told(stall, 'ms', 1)}; ` +
      `${told(built, 'snapshots built')} for ${plain(sent)} sent`,
    other: '–',
    ratio: '–',
    holds: twice === 0 && stall.median <= MOST_STALL_MS && backIn.median <= MOST_BACK_MS,
    note:
      `All ${SCREENS} connections are cut and come back in the same moment, without the jitter that real screens add, ` +
      `asking for every table whole. No table was built twice at one revision (${twice}); the longest build took ` +
      `${plain(longestBuild, 2)} ms. “Blocked” is the most processor time that one turn of the hub's loop took; with waits for a core it was late by ` +
      `${told(figuresOf(delays), 'ms', 1)}.`,
  };
}
