import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import { castTo, emitTo } from './fanOut.ts';
import type { Finding, Target } from './Target.ts';

const SCREENS = 600;
const EVENTS_PER_SECOND = 750;
const SECONDS = 4;
/** 750 × 600 emits a second would be nine cores: fewer are emitted, and the cost of one is multiplied. */
const EMITS = 80;
const EMIT_EVERY_MS = 50;
/** What the other side sends besides, one a second. */
const BEATS = Math.round((EMITS * EMIT_EVERY_MS) / 1_000);
const ROUNDS = 5;
const LEAST = 50;

export const eventsAsFrames: Target = {
  id: 'P6',
  path: '750 events a second as frames',
  target: '≥ 50 × cheaper a screen than one emit an event',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const hub = await castTo(bench, SCREENS);
  const bare = await emitTo(bench, SCREENS);
  let frames = 0;
  const stream = async (): Promise<number> => {
    await hub.screens.ask('take');
    const cpuMs = await hub.server.ask('stream', EVENTS_PER_SECOND, SECONDS);
    frames = (await hub.screens.ask('take')).frames / SCREENS / SECONDS;
    return (cpuMs * 1_000) / SCREENS / SECONDS;
  };
  const emit = async (): Promise<number> => {
    const cpuMs = await bare.server.ask('events', EMITS, EMIT_EVERY_MS);
    return ((cpuMs * 1_000) / SCREENS / (EMITS + BEATS)) * EVENTS_PER_SECOND;
  };
  await stream();
  await emit();
  const rounds = await interleave(ROUNDS, { hub: stream, emit });
  const ratio = ratioOf(rounds.emit, rounds.hub);
  return {
    ours: told(figuresOf(rounds.hub), 'µs CPU a screen and second'),
    other: told(figuresOf(rounds.emit), 'µs CPU a screen and second'),
    ratio: `${told(ratio)} × cheaper`,
    holds: ratio.median >= LEAST,
    note:
      `${SCREENS} screens, ${plain(frames, 1)} frames a second by the hub's own tick; the tables' work is in ours. ` +
      `The other side emits ${1_000 / EMIT_EVERY_MS} events a second and is multiplied, since ${EVENTS_PER_SECOND} would need nine cores.`,
  };
}
