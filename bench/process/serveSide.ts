import { must } from '../../shared/lib/assert.ts';
import { SIDES } from './sides.ts';
import type { SideName } from './sides.ts';

export interface Ask {
  readonly id: number;
  readonly call: string;
  readonly args: readonly unknown[];
}

export type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: string };

/** Turns this process into one side of a benchmark, which does what its parent asks, one ask after the other. */
export async function serveSide(name: string): Promise<void> {
  const side: object = await must(SIDES[name as SideName], `there is no side ${name}`)();
  process.on('message', ({ id, call, args }: Ask) => {
    const answer = (message: Answer): void => void process.send?.(message);
    const act: unknown = Reflect.get(side, call);
    Promise.resolve(typeof act === 'function' ? Reflect.apply(act, side, args) : undefined).then(
      (value: unknown) => answer({ id, value }),
      (error: unknown) =>
        answer({ id, failure: error instanceof Error ? String(error.stack) : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
