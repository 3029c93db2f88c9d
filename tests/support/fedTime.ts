import { FedClock } from '../../server/clock/FedClock.ts';
import { FedTime } from '../../server/feeds/FedTime.ts';
import { allOf } from '../../server/hub/TimedWork.ts';
import { refusal } from '../../shared/domain/refusals.ts';
import { refuse } from '../../shared/lib/Result.ts';
import type { City } from '../../shared/domain/City.ts';
import { FakeClock } from './FakeClock.ts';

/** Hub time for a feed whose hub is a stand-in in which nothing ever falls due. */
export function fedTime(city: City, startAt: number | undefined, speed: number) {
  const machine = new FakeClock(0);
  const clock = new FedClock(startAt ?? 0, speed, machine);
  const nothing = () => Promise.resolve(refuse(refusal('not_found')));
  return { machine, clock, fed: new FedTime(clock, { city, timedWork: allOf([]), submit: nothing }) };
}
