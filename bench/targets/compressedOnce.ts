import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import { castTo, deliver } from './fanOut.ts';
import type { Audience } from './fanOut.ts';
import type { Finding, Target } from './Target.ts';

const SCREENS = 600;
const ROUNDS = 5;
const MOST_CPU = 1.3;
const MOST_BYTES = 0.25;

export const compressedOnce: Target = {
  id: 'P5',
  path: 'the same, compressed once for all',
  target: '≤ 1.3 × CPU and ≤ 0.25 × bytes of uncompressed',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const plainHub = await castTo(bench, SCREENS);
  const packed = await castTo(bench, SCREENS, true);
  await deliver(plainHub);
  await deliver(packed);
  const bytes: { packed: number[]; plain: number[] } = { packed: [], plain: [] };
  const side = (audience: Audience<'cast'>, into: number[]) => async (): Promise<number> => {
    const delivered = await deliver(audience);
    into.push(delivered.bytes);
    return delivered.cpu;
  };
  const rounds = await interleave(ROUNDS, {
    packed: side(packed, bytes.packed),
    plain: side(plainHub, bytes.plain),
  });
  const cpu = ratioOf(rounds.packed, rounds.plain);
  const size = ratioOf(bytes.packed, bytes.plain);
  const kilobytes = (values: readonly number[]): string => plain(figuresOf(values).median / 1_024, 1);
  return {
    ours: `${told(figuresOf(rounds.packed), 'µs CPU a delivery', 1)}, ${kilobytes(bytes.packed)} KB`,
    other: `${told(figuresOf(rounds.plain), 'µs CPU a delivery', 1)}, ${kilobytes(bytes.plain)} KB`,
    ratio: `CPU ${told(cpu, '', 2)}, bytes ${told(size, '', 3)}`,
    holds: cpu.median <= MOST_CPU && size.median <= MOST_BYTES,
    note: `${SCREENS} screens that agreed to compressed messages; bytes as they came over the wire, beats included.`,
  };
}
