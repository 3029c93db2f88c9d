import { join } from 'node:path';
import { packageRoot } from '../../packageRoot.ts';
import { firstIssue, readJson } from '../../readJson.ts';
import { StartError } from '../../StartError.ts';
import { simulationSchema } from './simulationSchema.ts';
import type { Simulation } from './simulationSchema.ts';

/** The numbers of the simulated feed: the project's own file, or one of the same form; StartError names file and field. */
export function loadSimulation(
  path: string = join(packageRoot(), 'data', 'simulation', 'simulation.json'),
): Simulation {
  const parsed = simulationSchema.safeParse(readJson(path));
  if (!parsed.success) throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
  return parsed.data;
}
