import { pause } from './pause.ts';

/** Calls `act` `count` times, `everyMs` apart on average, whatever an act takes; a late one is not left out. */
export async function paced(count: number, everyMs: number, act: (n: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; n < count; n++) {
    const wait = startedAt + n * everyMs - performance.now();
    if (wait > 0) await pause(wait);
    act(n);
  }
}
