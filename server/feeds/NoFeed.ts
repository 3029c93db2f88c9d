import type { Feed } from './Feed.ts';

/** Cases come from outside programs only. */
export class NoFeed implements Feed {
  readonly mode = 'live';
  readonly startAt = undefined;
  readonly caughtUp = Promise.resolve();
  readonly done = Promise.resolve('done' as const);

  start(): void {
    // There is nothing to start.
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
