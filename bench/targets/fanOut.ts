import type { SideProcess } from '../process/SideProcess.ts';
import type { Workbench } from '../process/Workbench.ts';

export const KEY = 'bench-screen-key-0123456789';

/** Frames a round and milliseconds between two. */
const FRAMES = 30;
const EVERY_MS = 100;

/** A server and the screens that watch it, each in a process of its own. */
export interface Audience<Name extends 'cast' | 'emit' = 'cast' | 'emit'> {
  readonly server: SideProcess<Name>;
  /** Sends so many full frames, so many milliseconds apart; resolves with milliseconds of processor time. */
  readonly send: (count: number, everyMs: number) => Promise<number>;
  readonly screens: SideProcess<'screens'>;
  readonly count: number;
}

export interface Delivered {
  /** Microseconds of the server's processor time for one frame to one screen. */
  readonly cpu: number;
  /** Bytes on the wire for one frame to one screen. */
  readonly bytes: number;
}

export async function castTo(
  bench: Workbench,
  count: number,
  compressOnce = false,
): Promise<Audience<'cast'>> {
  const [server, screens] = await Promise.all([bench.side('cast'), bench.side('screens')]);
  const port = await server.ask('start', KEY, compressOnce);
  await screens.ask('connect', { port, key: KEY, count, deflate: compressOnce });
  return { server, screens, count, send: (frames, everyMs) => server.ask('frames', frames, everyMs) };
}

export async function emitTo(bench: Workbench, count: number): Promise<Audience<'emit'>> {
  const [server, screens] = await Promise.all([bench.side('emit'), bench.side('screens')]);
  const port = await server.ask('start');
  await screens.ask('connect', { port, key: KEY, count, deflate: false });
  return { server, screens, count, send: (frames, everyMs) => server.ask('frames', frames, everyMs) };
}

/** One round of full frames; throws where a screen missed one. */
export async function deliver({ screens, count, send }: Omit<Audience, 'server'>): Promise<Delivered> {
  await screens.ask('take');
  const cpuMs = await send(FRAMES, EVERY_MS);
  const { frames, bytes } = await screens.ask('take');
  const expected = FRAMES * count;
  if (frames < expected) throw new Error(`${expected - frames} of ${expected} deliveries did not arrive`);
  return { cpu: (cpuMs * 1_000) / frames, bytes: bytes / frames };
}
