import type { Socket } from 'socket.io';
import type { HubToScreen, ScreenToHub } from '../../shared/contract/eventMaps.ts';
import type { ScreenReport } from '../../shared/contract/sync.ts';
import type { Actor } from '../../shared/domain/vocabulary.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { shownBuild } from '../../shared/tables/shownBuild.ts';
import type { Room } from '../hub/Room.ts';
import { destroy, queuedFor, write } from './engineWire.ts';
import type { Queued } from './engineWire.ts';
import type { FinishedPacket } from './FinishedPacket.ts';

/** What of a report stands in the row behind its build, in the order of the table's columns. */
const REPORTED = ['seq', 'heapMb', 'fps', 'driftMs'] as const;

export type LiveSocket = Socket<ScreenToHub, HubToScreen, Record<never, never>, { actor?: Actor }>;

/** One connected screen, or a program that listens as one. */
export class Screen {
  readonly number: number;
  readonly socket: LiveSocket;
  readonly actor: Actor;
  /** Hub time at which it connected. */
  readonly since: number;
  /** Whether it takes frames that are compressed for all. */
  readonly deflates: boolean;
  /** Where it was let in; undefined before its first hello. */
  room: Room | undefined;
  /** What it was granted, by table: what a fall-back to snapshots sends. */
  readonly tables = new Map<string, string>();
  /** Since when, in monotonic milliseconds, it has been out of its room because it does not read. */
  stalledAt: number | undefined;
  /** How often it fell back to snapshots. */
  behind = 0;
  report: ScreenReport | undefined;

  constructor(options: Pick<Screen, 'number' | 'socket' | 'actor' | 'since' | 'deflates'>) {
    this.number = options.number;
    this.socket = options.socket;
    this.actor = options.actor;
    this.since = options.since;
    this.deflates = options.deflates;
  }

  get id(): string {
    return `S-${String(this.number).padStart(3, '0')}`;
  }

  send(packet: FinishedPacket): void {
    write(this.socket.conn, packet, this.deflates);
  }

  queued(): Queued {
    return queuedFor(this.socket.conn, this.socket.request);
  }

  /** Joins its room; in the same turn the caller has flushed the room and sends what is missing. */
  enter(room: Room): void {
    if (this.room !== undefined && this.room !== room) void this.socket.leave(this.room.name);
    this.room = room;
    if (this.stalledAt === undefined) void this.socket.join(room.name);
  }

  /** Ends the connection so that the other side knows it was meant, and does not come back by itself. */
  cutOff(): void {
    this.socket.disconnect(true);
  }

  destroy(): void {
    destroy(this.socket.request);
  }

  /** Whether its connection is gone, although the news of it may not have come round yet. */
  get isDestroyed(): boolean {
    return this.socket.request.socket.destroyed;
  }

  /** Its row in the table of screens. */
  row(): Row {
    const told = REPORTED.map((name) => this.report?.[name] ?? null);
    const build = this.report === undefined ? null : shownBuild(this.report.build);
    return [this.id, this.room?.surface ?? null, this.since, build, ...told, this.behind];
  }
}
