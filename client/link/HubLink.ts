import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { HubToScreen, ScreenToHub } from '../../shared/contract/eventMaps.ts';
import type { ScreenReport } from '../../shared/contract/sync.ts';
import { REFUSAL_CODES, refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import { AUDIT_INTERVAL_MS, Screen } from './Screen.ts';
import type { ScreenListener, ScreenShow } from './Screen.ts';

export interface HubLinkOptions {
  /** Where the hub is: an origin, or `` for the page's own. */
  readonly origin: string;
  /** A paired screen's token; undefined where the hub opens the wall without one. */
  readonly token: string | undefined;
  readonly show: ScreenShow;
  readonly listener: ScreenListener & { readonly disconnected: () => void };
}

const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 5_000;

/**
 * A screen on a real socket: namespace `/live`, websocket only. Reconnects for ever after 0.5 to 5 s with
 * jitter, so that a restarted hub does not meet all screens at once; a refused handshake is tried again too,
 * because a screen may be paired while it waits.
 */
export class HubLink {
  readonly screen: Screen;
  readonly #socket: Socket<HubToScreen, ScreenToHub>;
  readonly #listener: HubLinkOptions['listener'];
  readonly #audits: ReturnType<typeof setInterval>;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HubLinkOptions) {
    this.#listener = options.listener;
    this.#socket = io(`${options.origin}/live`, {
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: RETRY_MIN_MS,
      reconnectionDelayMax: RETRY_MAX_MS,
      randomizationFactor: 0.5,
      auth: options.token === undefined ? {} : { token: options.token },
    });
    this.screen = new Screen(
      options.show,
      { hello: (hello, reply) => this.#socket.emit('sync:hello', hello, reply) },
      options.listener,
    );
    this.#wire();
    this.#audits = setInterval(() => this.screen.audit(), AUDIT_INTERVAL_MS);
  }

  connect(): void {
    this.#socket.connect();
  }

  /** Says how the screen is; nothing is kept for later while there is no connection. */
  report(report: ScreenReport): void {
    if (this.#socket.connected) this.#socket.emit('screen:report', report);
  }

  close(): void {
    clearInterval(this.#audits);
    clearTimeout(this.#retry);
    this.#socket.disconnect();
  }

  #wire(): void {
    const { screen } = this;
    this.#socket.on('connect', () => screen.connected());
    this.#socket.on('sync:frame', (frame) => screen.frame(frame));
    this.#socket.on('sync:snapshot', (snapshot) => screen.snapshot(snapshot));
    this.#socket.on('sync:beat', (beat) => screen.beat(beat));
    this.#socket.on('disconnect', (reason) => {
      screen.disconnected();
      this.#listener.disconnected();
      if (reason === 'io server disconnect') this.#connectLater();
    });
    this.#socket.on('connect_error', (error) => {
      const refused = refusalOf(error);
      if (refused !== undefined) this.#listener.refused(refused);
      // The library itself tries again only where no connection came about, not where the hub said no.
      if (!this.#socket.active) this.#connectLater();
    });
  }

  #connectLater(): void {
    clearTimeout(this.#retry);
    const wait = RETRY_MAX_MS * (0.5 + Math.random() / 2);
    this.#retry = setTimeout(() => this.#socket.connect(), wait);
  }
}

/** The hub's no to a handshake: its code travels as the error's message, or in its data. */
function refusalOf(error: Error): Refusal | undefined {
  const data: unknown = 'data' in error ? error.data : undefined;
  const told = typeof data === 'object' && data !== null && 'code' in data ? data.code : error.message;
  const code = REFUSAL_CODES.find((known) => known === told);
  return code === undefined ? undefined : refusal(code);
}
