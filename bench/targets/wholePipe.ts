import type { SideProcess } from '../process/SideProcess.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { FiledSeen } from '../sides/screensSide.ts';

const KEY = 'bench-intake-key-0123456789';

export interface PipeAsked {
  readonly name: string;
  readonly screens: number;
  readonly cases: number;
  readonly everyMs: number;
  readonly rounds: number;
}

export interface PipeSeen extends FiledSeen {
  /** The hub's share of one core while the cases came. */
  readonly core: number;
  /** How late the hub's loop came round, in milliseconds: its own long turns and its waits for a core. */
  readonly hubLateP99: number;
}

export interface Pipe {
  readonly hub: SideProcess<'hub'>;
  readonly screens: SideProcess<'screens'>;
  readonly port: number;
  readonly key: string;
}

/** The whole hub on a directory of its own, and screens that show every table. */
export async function pipeTo(bench: Workbench, name: string, count: number): Promise<Pipe> {
  const [hub, screens] = await Promise.all([bench.side('hub'), bench.side('screens')]);
  const port = await hub.ask('start', bench.folder(name), KEY);
  await screens.ask('connect', { port, key: KEY, count, deflate: false });
  return { hub, screens, port, key: KEY };
}

/** POST → durable → every screen, at a steady pace; the first round only warms. */
export async function seenThrough(bench: Workbench, asked: PipeAsked): Promise<readonly PipeSeen[]> {
  const { hub, screens, port, key } = await pipeTo(bench, asked.name, asked.screens);
  const seen: PipeSeen[] = [];
  for (let run = 0; run <= asked.rounds; run++) {
    const startedAt = performance.now();
    const before = await hub.ask('cpuMs');
    await hub.ask('noteLateness');
    const filed = await screens.ask('file', {
      port,
      key,
      cases: asked.cases,
      everyMs: asked.everyMs,
      run,
    });
    const used = (await hub.ask('cpuMs')) - before;
    if (filed.missed > 0) throw new Error(`${filed.missed} cases did not reach every screen`);
    const core = used / (performance.now() - startedAt);
    if (run > 0) seen.push({ ...filed, core, hubLateP99: await hub.ask('lateP99') });
  }
  return seen;
}
