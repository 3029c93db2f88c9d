import { CONTRACT_VERSION } from '../../shared/contract/contractVersion.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import { RawSocket } from './RawSocket.ts';

export interface CountingScreenOptions {
  readonly port: number;
  readonly key: string;
  readonly deflate: boolean;
  /** A frame arrived; `seq` is NaN where it is compressed. */
  readonly onFrame?: (seq: number, at: number) => void;
}

const TABLES = Object.keys(LIVE_TABLES).map((table) => ({ table, scope: 'city' }));
const SEQ = /"seq":(\d+)/;

/** A wall with every table that counts what it is sent and keeps nothing. */
export class CountingScreen {
  frames = 0;
  snapshots = 0;
  readonly #socket: RawSocket;
  readonly #options: CountingScreenOptions;
  readonly #joined: Promise<void>;
  #join: () => void = () => {};
  #isAnswered = false;

  constructor(options: CountingScreenOptions) {
    this.#options = options;
    this.#joined = new Promise((resolve) => (this.#join = resolve));
    this.#socket = new RawSocket({
      port: options.port,
      deflate: options.deflate,
      onMessage: (head, isCompressed) => this.#take(head, isCompressed),
    });
  }

  /** Resolves when the hub has answered the hello and, where it has tables, sent each of them whole. */
  get joined(): Promise<void> {
    return this.#joined;
  }

  get bytes(): number {
    return this.#socket.bytes;
  }

  close(): void {
    this.#socket.close();
  }

  #take(head: string, isCompressed: boolean): void {
    if (isCompressed) this.#compressed();
    else if (head.startsWith('42/live,["sync:frame"')) this.#frame(Number(SEQ.exec(head)?.[1]));
    else if (head.startsWith('42/live,["sync:snapshot"')) this.#snapshot();
    else if (head.startsWith('0'))
      this.#socket.text(`40/live,${JSON.stringify({ token: this.#options.key })}`);
    else if (head.startsWith('40/live')) this.#hello();
    else if (head.startsWith('43/live')) this.#answered(head);
    else if (head.startsWith('44')) throw new Error(`the hub refused a screen: ${head}`);
  }

  #hello(): void {
    const hello = { contractVersion: CONTRACT_VERSION, surface: 'wall', tables: TABLES };
    this.#socket.text(`42/live,1${JSON.stringify(['sync:hello', hello])}`);
  }

  /** The bare side has no tables: its answer is all. */
  #answered(head: string): void {
    this.#isAnswered = true;
    if (head.includes('"bare"')) this.#join();
  }

  /** Large snapshots come compressed as frames do; until all are there, a compressed message is one of them. */
  #compressed(): void {
    if (this.snapshots < TABLES.length) this.#snapshot();
    else this.#frame(NaN);
  }

  #snapshot(): void {
    this.snapshots++;
    if (this.#isAnswered && this.snapshots === TABLES.length) this.#join();
  }

  #frame(seq: number): void {
    this.frames++;
    this.#options.onFrame?.(seq, performance.now());
  }
}
