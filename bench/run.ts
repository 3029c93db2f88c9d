import { serveSide } from './process/serveSide.ts';
import { runTargets } from './report/runTargets.ts';

// `npm run bench [P1 P8 …] [-- --full]`. Each side of a measurement is this file again, in a process of its own.

const [first, second, ...rest] = process.argv.slice(2);
if (first === '--side') await serveSide(second ?? '');
else await runTargets([first, second, ...rest].filter((word) => word !== undefined));
