import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import type { RefusedReply } from '../../shared/contract/eventMaps.ts';
import type { Beat, Frame, Hello, HelloReply, Patch, Snapshot } from '../../shared/contract/sync.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { Surface } from '../../shared/tables/liveTable.ts';
import { TableReplica } from './TableReplica.ts';
import type { Verdict } from './TableReplica.ts';

/** The way to the hub. A hello may be lost, and its answer too: the screen asks again at its next audit. */
export interface ScreenTransport {
  readonly hello: (hello: Hello, reply: (answer: HelloReply | RefusedReply) => void) => void;
}

/** What a screen tells whoever shows it. Called as things arrive: gather before drawing. */
export interface ScreenListener {
  /** Rows, `seq` or what is granted changed. */
  readonly changed: () => void;
  readonly greeted: (reply: HelloReply) => void;
  readonly refused: (refusal: Refusal) => void;
  readonly beat: (beat: Beat) => void;
}

export interface ScreenShow {
  readonly surface: Surface;
  readonly tables: readonly string[];
  readonly scope: string;
}

/** How often every table's checksum is computed anew from its rows, and a hello without effect repeated. */
export const AUDIT_INTERVAL_MS = 5_000;

/**
 * The sync protocol of one screen over any transport: a hello for all tables on connect, and a hello for one
 * table on a gap, another epoch or a wrong checksum. A table waits for at most one answer at a time, so frames
 * that arrive in the meantime cause no further hello. The owner calls `audit` every AUDIT_INTERVAL_MS.
 */
export class Screen {
  readonly #show: ScreenShow;
  readonly #transport: ScreenTransport;
  readonly #listener: ScreenListener;
  readonly #replicas: ReadonlyMap<string, TableReplica>;
  /** Tables asked for; the value tells whether an audit has passed since, after which it is asked for again. */
  readonly #awaited = new Map<string, boolean>();
  #isConnected = false;
  #epoch: string | undefined;
  #seq = 0;
  /** The log that `seq` counts: another one may well be shorter. */
  #seqEpoch: string | undefined;
  /** Counts connections, so that a late answer to a hello of the last one is ignored. */
  #connection = 0;

  constructor(show: ScreenShow, transport: ScreenTransport, listener: ScreenListener) {
    this.#show = show;
    this.#transport = transport;
    this.#listener = listener;
    this.#replicas = new Map(show.tables.map((name) => [name, new TableReplica(name, show.scope)]));
  }

  /** The sequence number as of which the tables stand. */
  get seq(): number {
    return this.#seq;
  }

  /** True where no table waits for a snapshot or for missed frames. */
  get isSettled(): boolean {
    return this.#awaited.size === 0;
  }

  /** Whether a table waits neither for a snapshot nor for missed frames. */
  isCurrent(table: string): boolean {
    return !this.#awaited.has(table);
  }

  get replicas(): ReadonlyMap<string, TableReplica> {
    return this.#replicas;
  }

  connected(): void {
    this.#connection++;
    this.#isConnected = true;
    this.#epoch = undefined;
    this.#ask([...this.#replicas.keys()]);
  }

  disconnected(): void {
    this.#isConnected = false;
  }

  snapshot(snapshot: Snapshot): void {
    const replica = this.#replicaOf(snapshot.table, snapshot.scope);
    if (replica === undefined) return;
    const isForeign = this.#epoch !== undefined && snapshot.epoch !== this.#epoch;
    this.#judge(snapshot.table, isForeign ? 'epoch' : replica.applySnapshot(snapshot));
    if (!isForeign) this.#advance(snapshot.seq, snapshot.epoch);
    this.#listener.changed();
  }

  frame(frame: Frame): void {
    for (const patch of frame.tables) this.#apply(patch);
    this.#advance(frame.seq, this.#epoch);
    this.#listener.changed();
  }

  beat(beat: Beat): void {
    this.#advance(beat.seq, this.#epoch);
    this.#listener.beat(beat);
    this.#listener.changed();
  }

  /** Checks every table against its own rows, and repeats the hellos that have had no effect for one interval. */
  audit(): void {
    const unsound = [...this.#replicas.values()].filter((replica) => !replica.audit());
    const overdue = [...this.#awaited].filter(([, isOld]) => isOld).map(([table]) => table);
    for (const table of this.#awaited.keys()) this.#awaited.set(table, true);
    this.#ask([...new Set([...unsound.map((replica) => replica.table), ...overdue])]);
    if (unsound.length > 0) this.#listener.changed();
  }

  #apply(patch: Patch): void {
    const replica = this.#replicaOf(patch.table, patch.scope);
    const epoch = this.#epoch ?? replica?.epoch;
    if (replica === undefined || epoch === undefined) return;
    this.#judge(patch.table, replica.applyPatch(patch, epoch));
  }

  #judge(table: string, verdict: Verdict): void {
    if (verdict === 'applied') this.#awaited.delete(table);
    else if (verdict !== 'duplicate' && !this.#awaited.has(table)) this.#ask([table]);
  }

  #ask(tables: readonly string[]): void {
    if (!this.#isConnected || tables.length === 0) return;
    for (const table of tables) this.#awaited.set(table, false);
    const connection = this.#connection;
    this.#transport.hello(
      {
        contractVersion: CONTRACT_VERSION,
        surface: this.#show.surface,
        tables: tables.map((table) => this.#held(table)),
      },
      (answer) => {
        if (connection === this.#connection) this.#answered(tables, answer);
      },
    );
  }

  /** Tells what is held, so that a little is replayed; without a revision the hub sends the whole table. */
  #held(table: string): Hello['tables'][number] {
    const replica = this.#replicas.get(table);
    const asked = { table, scope: this.#show.scope };
    if (replica?.rev === undefined || replica.epoch === undefined) return asked;
    return { ...asked, epoch: replica.epoch, rev: replica.rev };
  }

  #answered(tables: readonly string[], answer: HelloReply | RefusedReply): void {
    if (!answer.ok) {
      this.#listener.refused(answer.refusal);
      return;
    }
    this.#epoch = answer.epoch;
    this.#advance(0, answer.epoch);
    for (const table of tables) this.#settleAnswered(table, answer);
    this.#listener.greeted(answer);
    this.#listener.changed();
  }

  /** A table that is not granted is not asked for again; one that the hub finds up to date gets no frame. */
  #settleAnswered(table: string, answer: HelloReply): void {
    const isGranted = answer.granted.some((one) => one.table === table);
    const replica = this.#replicas.get(table);
    const mayBeUpToDate = replica?.rev !== undefined && replica.epoch === answer.epoch;
    if (!isGranted || mayBeUpToDate) this.#awaited.delete(table);
  }

  #advance(seq: number, epoch: string | undefined): void {
    const isOtherLog = epoch !== undefined && epoch !== this.#seqEpoch;
    if (isOtherLog) this.#seqEpoch = epoch;
    if (isOtherLog || seq > this.#seq) this.#seq = seq;
  }

  #replicaOf(table: string, scope: string): TableReplica | undefined {
    return scope === this.#show.scope ? this.#replicas.get(table) : undefined;
  }
}
