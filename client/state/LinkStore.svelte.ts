import type { HelloReply } from '../../shared/contract/sync.ts';
import type { RefusalCode } from '../../shared/domain/refusals.ts';

/** `live`: beats arrive. `amber`: none for 3 s, or none yet. `stale`: none for 30 s, what is shown may be wrong. */
export type LinkStatus = 'live' | 'amber' | 'stale';

export const AMBER_AFTER_MS = 3_000;
export const STALE_AFTER_MS = 30_000;

/** What the trust strip tells: whether the screen is alive, as of which event, of which hub and of what kind of data. */
export class LinkStore {
  readonly #monotonic: () => number;
  readonly #startedAt: number;
  #beatAt: number | undefined;
  #status = $state.raw<LinkStatus>('amber');
  #silentSeconds = $state.raw(0);
  #seq = $state.raw(0);
  #isSettled = $state.raw(false);
  #hub = $state.raw<HelloReply | undefined>(undefined);
  #rate = $state.raw(1);
  #refusal = $state.raw<RefusalCode | undefined>(undefined);

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#startedAt = monotonic();
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** Whole seconds since the last beat, or since the start. */
  get silentSeconds(): number {
    return this.#silentSeconds;
  }

  get seq(): number {
    return this.#seq;
  }

  /** False while a table waits for rows that it missed: the numbers are then not all as of `seq`. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  get mode(): HelloReply['mode'] | undefined {
    return this.#hub?.mode;
  }

  get screenId(): string {
    return this.#hub?.screen ?? '';
  }

  get epoch(): string {
    return this.#hub?.epoch ?? '';
  }

  /** The hub clock's speed: 1 unless data are replayed or simulated faster. */
  get rate(): number {
    return this.#rate;
  }

  /** Why the hub does not let this screen in; undefined while it does. */
  get refusal(): RefusalCode | undefined {
    return this.#refusal;
  }

  greeted(reply: HelloReply): void {
    this.#hub = reply;
    this.#rate = reply.rate;
    this.#refusal = undefined;
  }

  refused(code: RefusalCode): void {
    this.#refusal = code;
  }

  beat(rate: number): void {
    this.#rate = rate;
    this.#beatAt = this.#monotonic();
    this.tick();
  }

  publish(seq: number, isSettled: boolean): void {
    this.#seq = seq;
    this.#isSettled = isSettled;
  }

  tick(): void {
    const silent = this.#monotonic() - (this.#beatAt ?? this.#startedAt);
    this.#silentSeconds = Math.floor(silent / 1_000);
    if (silent > STALE_AFTER_MS) this.#status = 'stale';
    else this.#status = silent > AMBER_AFTER_MS || this.#beatAt === undefined ? 'amber' : 'live';
  }
}
