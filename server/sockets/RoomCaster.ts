import type { Frame, Patch, Snapshot } from '../../shared/contract/sync.ts';
import type { HubToScreen } from '../../shared/contract/eventMaps.ts';
import type { CatchUp } from '../hub/Room.ts';
import { FinishedPacket } from './FinishedPacket.ts';
import type { Screen } from './Screen.ts';
import type { Screens } from './Screens.ts';

/** What has been cast since the start, for the figures. */
export interface CastCounts {
  /** Packets made for a room. */
  packets: number;
  /** Packets handed to a socket. */
  deliveries: number;
}

/** Who is in which room, by socket id: what the socket library keeps. */
export interface Membership {
  readonly adapter: { readonly rooms: ReadonlyMap<string, ReadonlySet<string>> };
}

/**
 * Sends to rooms and screens what is encoded once for all of them. Snapshots and missed frames are kept as long
 * as the hub keeps what they were made from, so that all who join at one revision share the same bytes.
 */
export class RoomCaster {
  readonly counts: CastCounts = { packets: 0, deliveries: 0 };
  readonly #live: Membership;
  readonly #screens: Screens;
  readonly #snapshots = new WeakMap<Snapshot, FinishedPacket>();
  readonly #patches = new WeakMap<Patch, { readonly seq: number; readonly packet: FinishedPacket }>();

  constructor(live: Membership, screens: Screens) {
    this.#live = live;
    this.#screens = screens;
  }

  /** One packet to everybody in a room; none is made where nobody is. */
  cast(room: string, event: keyof HubToScreen, payload: object): void {
    const members = this.#live.adapter.rooms.get(room);
    if (members === undefined || members.size === 0) return;
    const packet = new FinishedPacket(event, JSON.stringify(payload));
    this.counts.packets++;
    for (const id of members) {
      const screen = this.#screens.of(id);
      if (screen === undefined) continue;
      this.counts.deliveries++;
      screen.send(packet);
    }
  }

  /** Brings one table of one screen up to date. */
  catchUp(screen: Pick<Screen, 'send'>, missing: CatchUp): void {
    if (missing.kind === 'snapshot') {
      screen.send(this.#snapshot(missing.snapshot, missing.text));
      return;
    }
    for (const frame of missing.frames) screen.send(this.#missedFrame(frame));
  }

  #snapshot(snapshot: Snapshot, text: string): FinishedPacket {
    const made = this.#snapshots.get(snapshot);
    if (made !== undefined) return made;
    const packet = new FinishedPacket('sync:snapshot', text);
    this.#snapshots.set(snapshot, packet);
    return packet;
  }

  /** A missed frame holds one patch, which the hub keeps; `seq` is that of the asking. */
  #missedFrame(frame: Frame): FinishedPacket {
    const [patch] = frame.tables;
    const made = patch === undefined ? undefined : this.#patches.get(patch);
    if (made?.seq === frame.seq) return made.packet;
    const packet = new FinishedPacket('sync:frame', JSON.stringify(frame));
    if (patch !== undefined) this.#patches.set(patch, { seq: frame.seq, packet });
    return packet;
  }
}
