import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import { cityFolder } from '../cityFolder.ts';
import { StartError } from '../StartError.ts';
import type { Feed } from './Feed.ts';
import { FeedRunner } from './FeedRunner.ts';
import { NoFeed } from './NoFeed.ts';
import { ReplayCursor } from './ReplayCursor.ts';
import { ReplayFeed } from './ReplayFeed.ts';
import { readReplay } from './readReplay.ts';
import { loadSimulation } from './simulation/loadSimulation.ts';
import type { Simulation } from './simulation/simulationSchema.ts';
import { SimulateFeed } from './simulation/SimulateFeed.ts';

/**
 * What is asked for; `feed` is `simulate`, `simulate:<file>` with numbers of one's own, `off` or `replay:<file>`,
 * `feedSpeed` hub time per real time, Infinity for a replay that never waits. `feedFrom` is the first local day of a
 * replay, `feedSkipGaps` the hours of silence from which on it goes straight to the next row.
 */
export interface FeedConfig {
  readonly feed: string;
  readonly feedMap: string | undefined;
  readonly feedSpeed: number;
  readonly feedFrom?: string | undefined;
  readonly feedSkipGaps?: number;
  readonly dataDir: string;
}

const HOUR_MS = 3_600_000;
/** A silence of so many hours is no quiet night any more. */
export const SKIP_GAPS_HOURS = 6;
const REPLAY = 'replay:';
const SIMULATE = 'simulate:';

/** The feed of this start, read and checked whole, with the city folder's own mapping where none is named; StartError with one sentence where it cannot be had. */
export async function createFeed(
  config: FeedConfig,
  city: City,
  cityDir: string = cityFolder(city.pack.id),
): Promise<Feed> {
  const { feed, dataDir } = config;
  checkSpeed(config);
  const folder = join(dataDir, 'feeds');
  if (feed === 'off') return new NoFeed();
  const simulation = simulationOf(feed, cityDir);
  if (simulation !== undefined) return new FeedRunner(new SimulateFeed(city, folder, simulation, Date.now()));
  const path = replayedFile(feed);
  return new FeedRunner(await replayFeed(config, city, [path, mapPath(config, city, cityDir)], folder));
}

function checkSpeed({ feed, feedSpeed }: FeedConfig): void {
  const isWhole = Number.isInteger(feedSpeed) && feedSpeed >= 1 && feedSpeed <= 600;
  if (!isWhole && feedSpeed !== Infinity)
    throw new StartError(`--feed-speed is ${feedSpeed}; it must be a whole number from 1 to 600, or max.`);
  if (feedSpeed === Infinity && !feed.startsWith(REPLAY))
    throw new StartError(`--feed-speed is max; only a replay can go as fast as the hub takes it.`);
}

async function replayFeed(
  { feedSpeed, feedFrom, feedSkipGaps = SKIP_GAPS_HOURS }: FeedConfig,
  city: City,
  [path, mapFile]: readonly [string, string],
  folder: string,
): Promise<ReplayFeed> {
  const readAt = ReplayCursor.readAtOf(join(folder, 'replay.json')) ?? Date.now();
  const replay = await readReplay(path, mapFile, city, { readAt, from: feedFrom });
  if (replay.steps.length === 0 && replay.leftOut > 0)
    throw new StartError(
      `--feed-from is ${feedFrom}: all ${replay.leftOut} rows of ${path} were reported before that day.`,
    );
  if (replay.steps.length === 0)
    throw new StartError(`The file to replay, ${path}, has no row that its mapping can read.`);
  return new ReplayFeed(replay, folder, { speed: feedSpeed, skipGapsMs: feedSkipGaps * HOUR_MS });
}

/** A city's own numbers, where its pack has some, go before those of the project. */
function simulationOf(feed: string, cityDir: string): Simulation | undefined {
  const own = join(cityDir, 'simulation.json');
  if (feed === 'simulate') return existsSync(own) ? loadSimulation(own) : loadSimulation();
  return feed.startsWith(SIMULATE) ? loadSimulation(feed.slice(SIMULATE.length)) : undefined;
}

export function replayedFile(feed: string): string {
  if (!feed.startsWith(REPLAY) || feed === REPLAY)
    throw new StartError(`--feed is '${feed}'; it must be simulate, simulate:<file>, off or replay:<file>.`);
  const path = feed.slice(REPLAY.length);
  if (!existsSync(path)) throw new StartError(`The file to replay, ${path}, does not exist.`);
  return path;
}

export function mapPath({ feedMap }: Pick<FeedConfig, 'feedMap'>, city: City, cityDir: string): string {
  if (feedMap !== undefined) return feedMap;
  const own = join(cityDir, 'replay.json');
  if (existsSync(own)) return own;
  throw new StartError(
    `City '${city.pack.id}' has no column mapping of its own; name one with --feed-map=<file>.`,
  );
}
