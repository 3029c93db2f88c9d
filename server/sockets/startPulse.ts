import type { Hub } from '../hub/Hub.ts';
import type { Surface } from '../../shared/tables/liveTable.ts';
import type { RoomCaster } from './RoomCaster.ts';
import type { Screens } from './Screens.ts';
import { LOOK_EVERY_MS } from './SlowReaders.ts';

const BEAT_EVERY_MS = 1_000;
const LOOKS_A_BEAT = BEAT_EVERY_MS / LOOK_EVERY_MS;

export interface PulseDeps {
  readonly hub: Hub;
  readonly screens: Screens;
  readonly caster: RoomCaster;
  /** Called every LOOK_EVERY_MS. */
  readonly look: () => void;
  readonly surfaces: readonly Surface[];
}

/** Looks after the connections, and beats every second whether or not anything changed. Returns how to stop it. */
export function startPulse({ hub, screens, caster, look, surfaces }: PulseDeps): () => void {
  const beat = (): void => {
    screens.publish();
    const now = { hubTime: Math.floor(hub.clock.now()), rate: hub.clock.rate };
    for (const surface of surfaces) {
      // What a beat's `seq` says must be on the screens before it; what waits for the tick is not hurried for that.
      const { name, shownSeq } = hub.room(surface);
      caster.cast(name, 'sync:beat', { seq: shownSeq, ...now });
    }
  };
  let looks = 0;
  const turn = (): void => {
    cancel = hub.clock.after(LOOK_EVERY_MS, turn);
    look();
    if (++looks % LOOKS_A_BEAT === 0) beat();
  };
  let cancel = hub.clock.after(LOOK_EVERY_MS, turn);
  return () => cancel();
}
