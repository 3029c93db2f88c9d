import type { HelloReply } from '../../shared/contract/sync.ts';
import type { Hello, Frame, Snapshot } from '../../shared/contract/sync.ts';
import type { Hub } from '../../server/hub/Hub.ts';
import { Screen } from '../../client/link/Screen.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';

type Message = () => void;

/**
 * A screen on a wire that a test works by hand: what the hub sends waits in a queue until it is delivered, and
 * on the way it may be dropped, doubled or overtaken. Messages are copied when sent, since a sender may use
 * its object again.
 */
export class FaultyWire {
  readonly screen: Screen;
  #queue: Message[] = [];
  #connected = false;
  #hub: Hub;
  #joined = false;

  constructor(hub: Hub) {
    this.#hub = hub;
    const show = { surface: 'wall' as const, tables: Object.keys(LIVE_TABLES), scope: 'city' };
    const quiet = () => {};
    this.screen = new Screen(
      show,
      { hello: (hello, reply) => this.#send(() => this.#serve(hello, reply)) },
      { changed: quiet, greeted: quiet, refused: quiet, beat: quiet },
    );
  }

  get pending(): number {
    return this.#queue.length;
  }

  connect(hub: Hub): void {
    this.#hub = hub;
    this.#queue = [];
    this.#connected = true;
    this.#joined = false;
    this.screen.connected();
  }

  disconnect(): void {
    this.#connected = false;
    this.#joined = false;
    this.#queue = [];
    this.screen.disconnected();
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  /** A frame of the room, for those who have joined it. */
  broadcast(frame: Frame): void {
    if (this.#joined) this.#sendFrame(frame);
  }

  deliver(): void {
    this.#queue.shift()?.();
  }

  deliverAll(): void {
    while (this.#queue.length > 0) this.deliver();
  }

  drop(): void {
    this.#queue.shift();
  }

  double(): void {
    const first = this.#queue[0];
    if (first !== undefined) this.#queue.splice(1, 0, first);
  }

  /** Lets the second message overtake the first. */
  swap(): void {
    const [first, second] = this.#queue;
    if (first !== undefined && second !== undefined) this.#queue.splice(0, 2, second, first);
  }

  #send(message: Message): void {
    if (this.#connected) this.#queue.push(message);
  }

  #sendFrame(frame: Frame): void {
    const copy = structuredClone(frame);
    this.#send(() => this.screen.frame(copy));
  }

  #sendSnapshot(snapshot: Snapshot): void {
    const copy = structuredClone(snapshot);
    this.#send(() => this.screen.snapshot(copy));
  }

  /** The hub's side of a hello, in the order that Room promises: flush, join, answer, catch up. */
  #serve(hello: Hello, reply: (answer: HelloReply) => void): void {
    const room = this.#hub.room('wall');
    room.flush();
    this.#joined = true;
    const granted = hello.tables.filter(({ table, scope }) => room.has(table, scope));
    const answer: HelloReply = {
      ok: true,
      contractVersion: CONTRACT_VERSION,
      epoch: this.#hub.epoch,
      hubTime: this.#hub.clock.now(),
      rate: 1,
      mode: 'live',
      city: this.#hub.city.pack.id,
      screen: 'S',
      granted: granted.map(({ table, scope }) => ({ table, scope })),
    };
    this.#send(() => reply(answer));
    for (const held of granted) {
      const catchUp = room.catchUp(held);
      if (catchUp?.kind === 'snapshot') this.#sendSnapshot(catchUp.snapshot);
      else catchUp?.frames.forEach((frame) => this.#sendFrame(frame));
    }
  }
}
