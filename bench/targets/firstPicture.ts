import { openWall } from '../browser/WallOpening.ts';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const OPENINGS = 5;
const MOST_START_S = 90;
const MOST_PICTURE_MS = 2_000;

export const firstPicture: Target = {
  id: 'S1',
  path: 'first start with its fifteen past days, first live picture, page weight',
  target: 'ready in ≤ 90 s, numbers live in ≤ 2 s',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const hub = await bench.side('hub');
  const { port, caughtUpS } = await hub.ask('simulate', bench.folder('first'));
  const opened = [];
  for (let opening = 0; opening < OPENINGS; opening++)
    opened.push(await openWall(`http://127.0.0.1:${port}/wall`));
  const numbers = figuresOf(opened.map(({ numbersMs }) => numbersMs));
  const map = figuresOf(opened.map(({ mapMs }) => mapMs));
  const weight = figuresOf(opened.map(({ kilobytes }) => kilobytes));
  const answers = figuresOf(opened.map((one) => one.answers));
  return {
    ours: `ready after ${plain(caughtUpS, 1)} s; numbers live after ${told(numbers, 'ms', 0)}, map after ${told(map, 'ms', 0)}`,
    other: '–',
    ratio: `${told(weight, 'KB', 0)} in ${plain(answers.median, 0)} answers`,
    holds: caughtUpS <= MOST_START_S && numbers.median <= MOST_PICTURE_MS,
    note:
      `Beijing on the simulation, ${OPENINGS} openings at 1920 × 1080, each in a browser that has kept nothing. ` +
      `The start is timed inside the process, without installing and building.`,
  };
}
