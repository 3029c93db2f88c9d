import type { Hub } from '../hub/Hub.ts';
import type { RoomCaster } from './RoomCaster.ts';
import type { Screen } from './Screen.ts';
import type { Screens } from './Screens.ts';

/** How often the queues are looked at. */
export const LOOK_EVERY_MS = 250;

const MAX_PACKETS = 200;
const MAX_BYTES = 1024 * 1024;
/** One that has read nothing for so long is gone, whatever its connection says. */
const GIVE_UP_MS = 60_000;

export interface SlowReadersDeps {
  readonly hub: Hub;
  readonly screens: Screens;
  readonly caster: RoomCaster;
  readonly dropped: (screen: Screen) => void;
}

/**
 * A socket keeps what its reader does not take, without limit. A screen with too much waiting leaves its room,
 * gets nothing more, and is counted; once it has read all, it joins again with whole tables; one that never
 * does is let go. So a screen that stands still costs little and holds nobody up.
 */
export class SlowReaders {
  readonly #deps: SlowReadersDeps;

  constructor(deps: SlowReadersDeps) {
    this.#deps = deps;
  }

  /** Call every LOOK_EVERY_MS. */
  look(): void {
    const now = this.#deps.hub.clock.monotonic();
    for (const screen of this.#deps.screens.all()) {
      if (screen.room === undefined || screen.isDestroyed) continue;
      const { packets, bytes } = screen.queued();
      if (screen.stalledAt === undefined) {
        if (packets > MAX_PACKETS || bytes > MAX_BYTES) this.#stall(screen, now);
      } else if (packets === 0 && bytes === 0) this.#resume(screen);
      else if (now - screen.stalledAt > GIVE_UP_MS) this.#giveUp(screen);
    }
  }

  #stall(screen: Screen, now: number): void {
    screen.stalledAt = now;
    screen.behind++;
    if (screen.room !== undefined) void screen.socket.leave(screen.room.name);
    this.#deps.screens.changed(screen);
  }

  /** As a hello does it: flush, join, send, in one turn. */
  #resume(screen: Screen): void {
    const { room } = screen;
    if (room === undefined) return;
    screen.stalledAt = undefined;
    room.flush();
    screen.enter(room);
    for (const [table, scope] of screen.tables) {
      const missing = room.catchUp({ table, scope });
      if (missing !== undefined) this.#deps.caster.catchUp(screen, missing);
    }
  }

  #giveUp(screen: Screen): void {
    this.#deps.dropped(screen);
    screen.destroy();
  }
}
