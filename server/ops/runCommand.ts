import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { City } from '../../shared/domain/City.ts';
import { StartError } from '../StartError.ts';
import { backup } from './backup.ts';
import { checkPack } from './checkPack.ts';
import { acceptLoss } from './acceptLoss.ts';
import { rebuild } from './rebuild.ts';
import { restore } from './restore.ts';
import { screen } from './screen.ts';
import type { Loss } from '../store/sqlite/losses.ts';
import type { RestoreReport } from './restore.ts';
import { verify } from './verify.ts';
import type { VerifyReport } from './verify.ts';

const USAGE =
  'usage: backup --data-dir D --to T [--keys-to K] [--keep-keys-days N] [--erasure-ledger F]' +
  ' | restore --from T [--keys K] --data-dir D [--city P] [--erasure-ledger F] [--replaces O] [--without-ledger]' +
  ' | verify --data-dir D [--city P] | rebuild --data-dir D [--city P] | accept-loss --data-dir D [--city P]' +
  ' | screen --data-dir D [--revoke-others] | check-pack P';
/** So many case numbers are told; the rest is counted. */
const TOLD = 20;

/** What an operations command has to say, and whether all is well. */
export interface Outcome {
  readonly report: string;
  readonly isGood: boolean;
}

type CityOf = (id: string) => City;
const TEXTS = [
  'data-dir',
  'city',
  'to',
  'keys-to',
  'keep-keys-days',
  'from',
  'keys',
  'erasure-ledger',
  'replaces',
] as const;
type Text = (typeof TEXTS)[number];
const SWITCHES = ['without-ledger', 'revoke-others'] as const;
type Switch = (typeof SWITCHES)[number];
type Flags = Readonly<Partial<Record<Text, string | undefined> & Record<Switch, boolean | undefined>>>;

const COMMANDS: Readonly<Record<string, (flags: Flags, cityOf: CityOf) => Promise<Outcome>>> = {
  backup: async (flags) => {
    const to = needed(flags, 'to');
    const { seq, keysTo, keepUntil, expired } = await backup({
      dataDir: dataDirOf(flags),
      to,
      keysTo: placed(flags, 'keys-to'),
      keepKeysDays: daysOf(flags),
      ledger: placed(flags, 'erasure-ledger'),
    });
    const kept = `keys in ${keysTo}, to be deleted after ${new Date(keepUntil).toISOString().slice(0, 10)}`;
    const gone = expired === 0 ? '' : `; ${expired} older copies of keys deleted`;
    return { report: `backup of seq ${seq} in ${to}, ${kept}${gone}`, isGood: true };
  },
  restore: async (flags, cityOf) => {
    const dataDir = dataDirOf(flags);
    const report = await restore({
      from: needed(flags, 'from'),
      keys: placed(flags, 'keys'),
      dataDir,
      cityOf,
      ledger: placed(flags, 'erasure-ledger'),
      replaces: placed(flags, 'replaces'),
      withoutLedger: flags['without-ledger'],
    });
    if (report.faults > 0) return verified(report);
    return {
      report: `restored to ${dataDir}, seq ${report.seq}: ${contents(report)}${again(report)}`,
      isGood: true,
    };
  },
  verify: async (flags, cityOf) => verified(verify({ dataDir: dataDirOf(flags), cityOf })),
  rebuild: async (flags, cityOf) => {
    const { events, cases } = rebuild({ dataDir: dataDirOf(flags), cityOf });
    return { report: `rebuilt ${cases} cases from ${events} events`, isGood: true };
  },
  'accept-loss': async (flags, cityOf) => {
    const loss = acceptLoss({ dataDir: dataDirOf(flags), cityOf });
    return { report: `accepted: ${givenUp(loss)}; numbers go on after those that were lost`, isGood: true };
  },
  screen: (flags) => {
    const revokesOthers = flags['revoke-others'] === true;
    const { token, others } = screen({ dataDir: dataDirOf(flags), revokesOthers });
    const before = revokesOthers ? `${others} before it are revoked` : `${others} before it still work`;
    const report =
      `screen token, shown this once: ${token}; open the wall with it once, at your hub's address, such as ` +
      `http://127.0.0.1:12345/wall#screen=${token} (a running hub takes it within two seconds; ${before})`;
    return Promise.resolve({ report, isGood: true });
  },
};

function verified(report: VerifyReport): Outcome {
  const proved = report.isEndProved ? 'the end is proved' : 'no end mark yet, so the end is not proved';
  const lost = report.losses.map((loss) => `; ${givenUp(loss)}`).join('');
  const head = `seq ${report.seq}: ${contents(report)}${report.faults === 0 ? `; ${proved}` : ''}${lost}`;
  if (report.faults === 0) return { report: `verified, ${head}`, isGood: true };
  const more = report.faults > report.told.length ? [`and ${report.faults - report.told.length} more`] : [];
  return { report: [`${report.faults} faults, ${head}`, ...report.told, ...more].join('\n'), isGood: false };
}

/** What a restore erased again, by case number without the city's prefix. */
function again({ erasedAgain, damagedLines }: RestoreReport): string {
  const more = erasedAgain.length > TOLD ? ` and ${erasedAgain.length - TOLD} more` : '';
  const which = erasedAgain.length === 0 ? '' : ` (${erasedAgain.slice(0, TOLD).join(', ')}${more})`;
  const damaged = damagedLines === 0 ? '' : `; ${damagedLines} damaged lines of the ledger left out`;
  return `; erased again: ${erasedAgain.length}${which}${damaged}`;
}

function givenUp({ seq, markSeq, keySlots, markKeySlots }: Loss): string {
  if (seq === markSeq) return `what may be missing after event ${seq} is given up`;
  return `events ${seq + 1} to ${markSeq} and ${markKeySlots - keySlots} cases are given up`;
}

function contents({ open, closed, texts, erased }: VerifyReport): string {
  return `${open} open and ${closed} closed cases, ${texts} texts, ${erased} erased`;
}

function dataDirOf(flags: Flags): string {
  return resolve(flags['data-dir'] ?? process.env['DATA_DIR'] ?? 'var');
}

function placed(flags: Flags, name: Text): string | undefined {
  const value = flags[name];
  return value === undefined ? undefined : resolve(value);
}

function daysOf(flags: Flags): number | undefined {
  const text = flags['keep-keys-days'];
  if (text === undefined || /^[1-9][0-9]{0,3}$/.test(text))
    return text === undefined ? undefined : Number(text);
  throw new StartError(`--keep-keys-days is "${text}"; it must be a whole number of days from 1 to 9999.`);
}

function needed(flags: Flags, name: 'to' | 'from'): string {
  const value = flags[name];
  if (value === undefined) throw new StartError(`--${name} is missing; ${USAGE}`);
  return resolve(value);
}

/** Runs `backup`, `restore`, `verify`, `rebuild` or `screen` with its flags; throws StartError where one is wrong. */
export async function runCommand(args: readonly string[], cityOf: CityOf): Promise<Outcome> {
  const { positionals, values } = parsed(args);
  const [name = '', folder] = positionals;
  if (name === 'check-pack' && folder !== undefined && positionals.length === 2)
    return { report: checkPack(folder), isGood: true };
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || positionals.length !== 1) throw new StartError(USAGE);
  const flags: Flags = values;
  return command(flags, (id) => boundCity(cityOf, id, flags.city));
}

/** The city of a data directory: by its id, or from the folder that is named where the pack lies elsewhere. */
function boundCity(cityOf: CityOf, id: string, folder: string | undefined): City {
  const city = cityOf(folder ?? id);
  if (city.pack.id === id) return city;
  throw new StartError(
    `The data directory belongs to the city ${id}, and ${folder ?? id} is ${city.pack.id}.`,
  );
}

function parsed(args: readonly string[]) {
  try {
    const texts = Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' as const }]));
    const switches = Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const }]));
    const options = { ...texts, ...switches };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : USAGE, { cause: error });
  }
}
