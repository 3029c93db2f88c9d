import type { Mode } from '../../shared/domain/vocabulary.ts';
import type { Feed, FeedEnd, FeedHub } from './Feed.ts';
import type { FeedScript } from './FeedScript.ts';
import { FeedStopped, PatientPort } from './PatientPort.ts';
import { Pause } from './Pause.ts';

/** As the live table `feed` tells it; `waiting` also means that the hub cannot take anything just now. */
type FeedState = 'waiting' | 'running' | 'done' | 'failed';

/** A script on its way through the hub. */
export class FeedRunner implements Feed {
  readonly done: Promise<FeedEnd>;
  readonly caughtUp: Promise<void>;
  readonly #script: FeedScript;
  #state: FeedState = 'waiting';
  #pause: Pause | undefined;
  #end: (end: FeedEnd) => void = () => {};
  #hasCaughtUp: () => void = () => {};

  constructor(script: FeedScript) {
    this.#script = script;
    this.done = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.caughtUp = new Promise((resolve) => {
      this.#hasCaughtUp = resolve;
    });
  }

  get mode(): Mode {
    return this.#script.mode;
  }

  get startAt(): number | undefined {
    return this.#script.startAt;
  }

  start(hub: FeedHub): void {
    const pause = new Pause(hub.clock);
    this.#pause = pause;
    void this.#run(hub, pause).then((end) => {
      this.#hasCaughtUp();
      this.#end(end);
    });
  }

  async stop(): Promise<void> {
    if (this.#pause === undefined) return;
    this.#pause.stop();
    await this.done;
  }

  async #run(hub: FeedHub, pause: Pause): Promise<FeedEnd> {
    const tell = (state: FeedState): void => {
      this.#state = state;
      this.#show(hub);
    };
    let waiting = 0;
    const port = new PatientPort(hub.port, pause, hub.log, (waits) => {
      waiting += waits ? 1 : -1;
      tell(waiting > 0 ? 'waiting' : 'running');
    });
    tell('running');
    try {
      const { clock, log, past, fed } = hub;
      const show = () => this.#show(hub);
      const caughtUp = () => {
        this.#hasCaughtUp();
        show();
      };
      await this.#script.play({ clock, port, log, pause, past, fed, show, caughtUp });
    } catch (error) {
      if (error instanceof FeedStopped) return 'stopped';
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
      hub.log.error({ feed: this.#script.mode, reason }, 'the feed cannot go on');
      tell('failed');
      return 'failed';
    }
    if (pause.stopped) return 'stopped';
    tell('done');
    return 'done';
  }

  #show({ setRow }: FeedHub): void {
    const { mode } = this.#script;
    const { done, total, dead, makesUpPast = false, ...rest } = this.#script.progress();
    const state = makesUpPast && this.#state === 'running' ? 'backfilling' : this.#state;
    const { unclosed = 0, leftOut = 0, secondsLeft = null } = rest;
    setRow([mode, mode, state, done, total, dead, unclosed, leftOut, secondsLeft]);
  }
}
