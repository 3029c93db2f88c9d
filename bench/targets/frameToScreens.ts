import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import { castTo, deliver, emitTo } from './fanOut.ts';
import type { Finding, Target } from './Target.ts';

const SCREENS = 600;
const ROUNDS = 5;
const MOST = 1.15;

export const frameToScreens: Target = {
  id: 'P4',
  path: 'frame to 600 screens, 18 KB',
  target: '≤ 1.15 × the CPU of one io.emit of the finished frame',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const hub = await castTo(bench, SCREENS);
  const bare = await emitTo(bench, SCREENS);
  await deliver(hub);
  await deliver(bare);
  let bytes = 0;
  const rounds = await interleave(ROUNDS, {
    hub: async () => {
      const delivered = await deliver(hub);
      bytes = delivered.bytes;
      return delivered.cpu;
    },
    emit: async () => (await deliver(bare)).cpu,
  });
  const ratio = ratioOf(rounds.hub, rounds.emit);
  return {
    ours: told(figuresOf(rounds.hub), 'µs CPU a delivery', 1),
    other: told(figuresOf(rounds.emit), 'µs CPU a delivery', 1),
    ratio: told(ratio, '', 2),
    holds: ratio.median <= MOST,
    note:
      `${plain(bytes / 1_024, 1)} KB a frame, 10 a second, every delivery arrived. Ours begins with changed rows: ` +
      'patches, checksums and the one encoding are in it; both sides also send a beat a second.',
  };
}
