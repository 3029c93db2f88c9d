import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSimulation } from '../../server/feeds/simulation/loadSimulation.ts';
import type { Burst } from '../../server/feeds/simulation/simulationSchema.ts';

/** A storm over the whole city that never ends. */
const STORM: Omit<Burst, 'casesPerHour'> = {
  ...{ id: 'storm', codes: ['020202', '090102', '030101', '170106', '100104'], level: 'L2', spread: 'city' },
  ...{ chance: 1, quietDays: 0, startHours: [0, 0], hours: [24, 24] },
};

/**
 * The `--feed` of a small simulation, its numbers written to `folder`: the project's own, but for a past of three
 * days with 1,500 cases each, few that only ask, quick work without which nobody would be called back in so few days,
 * and no burst but a storm of so many cases an hour. Files of one city go on with each other's cases.
 */
export function simulationFile(folder: string, stormCasesPerHour = 0): string {
  const simulation = loadSimulation();
  const { past, day, kinds, units, cities } = simulation;
  const work = { ...units.work, L3: { median: 400, sigma: 0.45 }, L4: { median: 900, sigma: 0.3 } };
  const contact = { ...units.contact, L3: { median: 60, sigma: 0.8 } };
  const bursts = stormCasesPerHour === 0 ? [] : [{ ...STORM, casesPerHour: stormCasesPerHour }];
  const path = join(folder, `storm-${stormCasesPerHour}.json`);
  const small = {
    ...simulation,
    past: { ...past, days: 3 },
    day: { ...day, casesPerDay: 1_500 },
    kinds: { ...kinds, shares: { ...kinds.shares, consult: 5 } },
    units: { ...units, work, contact },
    cities: Object.fromEntries(Object.entries(cities).map(([id, city]) => [id, { ...city, bursts }])),
  };
  writeFileSync(path, JSON.stringify(small));
  return `simulate:${path}`;
}
