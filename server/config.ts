import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isAddressOrNetwork } from './http/access/TrustedProxies.ts';
import { SKIP_GAPS_HOURS } from './feeds/createFeed.ts';
import { StartError } from './StartError.ts';

/** Everything a start is told, checked; from flags, else from the environment, else the default. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly city: string;
  /** The file that lists erased cases; beside the data directory unless told. */
  readonly erasureLedger: string | undefined;
  /** `simulate`, `simulate:<file>`, `off` or `replay:<file>`. */
  readonly feed: string;
  readonly feedMap: string | undefined;
  /** 1 to 600, or Infinity for `max`. */
  readonly feedSpeed: number;
  /** The first local day of a replay, `YYYY-MM-DD`. */
  readonly feedFrom: string | undefined;
  /** Hours of silence from which on a replay goes straight to the next row; Infinity for `off`. */
  readonly feedSkipGaps: number;
  /** Tells what a replay would do, and starts nothing. */
  readonly feedCheck: boolean;
  readonly intakeKey: string | undefined;
  readonly origins: readonly string[];
  /** Reverse proxies, by address or network, of which `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[];
  /** Cases a second that one key may file, on average; bursts of ten seconds' worth are let through. */
  readonly intakeRate: number;
  /** Sends frames compressed once for all screens, for sites whose link is the limit. */
  readonly compressFrames: boolean;
  /** The operator vouches for the machine's clock, though it does not go with the last event of the log. */
  readonly trustClock: boolean;
}

interface Option {
  readonly fallback: string | undefined;
  /** Said instead of a value where the option is known but what it asks for is not there yet. */
  readonly notYet?: string;
  /** A flag that stands alone; in the environment it is `true` or `false`. */
  readonly isSwitch?: true;
}

const OPTIONS: Readonly<Record<string, Option>> = {
  host: { fallback: '127.0.0.1' },
  port: { fallback: '12345' },
  'data-dir': { fallback: 'var/' },
  city: { fallback: 'beijing' },
  'erasure-ledger': { fallback: undefined },
  feed: { fallback: 'simulate' },
  'feed-map': { fallback: undefined },
  'feed-speed': { fallback: '1' },
  'feed-from': { fallback: undefined },
  'feed-skip-gaps': { fallback: String(SKIP_GAPS_HOURS) },
  'feed-check': { fallback: 'false', isSwitch: true },
  'intake-key': { fallback: undefined },
  'intake-key-file': { fallback: undefined },
  origins: { fallback: '' },
  'trust-proxy': { fallback: '' },
  'intake-rate': { fallback: '2000' },
  'compress-frames': { fallback: 'false' },
  'trust-clock': { fallback: 'false' },
  'database-url': {
    fallback: undefined,
    notYet: 'PostgreSQL is not supported yet; leave it out to use the embedded store',
  },
  'admin-password': { fallback: undefined, notYet: 'people cannot log in yet; leave it out' },
  'tls-cert': { fallback: undefined, notYet: 'the hub does not speak TLS yet; put a reverse proxy in front' },
  'tls-key': { fallback: undefined, notYet: 'the hub does not speak TLS yet; put a reverse proxy in front' },
};

/** Throws StartError with one sentence that names the flag or variable and what is wrong with it. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const flags = parseFlags(args);
  const text = (name: string): string | undefined => valueOf(name, flags, env);
  const required = (name: string): string => text(name) ?? '';
  // What is not there yet is asked for by nobody below, and must be said all the same.
  for (const name of Object.keys(OPTIONS)) text(name);
  const feed = required('feed');
  if (feed !== 'simulate' && feed !== 'off' && !/^(simulate|replay):.+/.test(feed)) {
    throw new StartError(`--feed is "${feed}"; it must be simulate, simulate:<file>, off or replay:<file>.`);
  }
  const feedCheck = truth('feed-check', required('feed-check'));
  if (feedCheck && !feed.startsWith('replay:'))
    throw new StartError('--feed-check tells what a replay would do; give it --feed replay:<file>.');
  return Object.freeze({
    host: required('host'),
    port: integer('port', required('port'), 0, 65_535),
    dataDir: required('data-dir'),
    city: required('city'),
    erasureLedger: text('erasure-ledger'),
    feed,
    feedMap: text('feed-map'),
    feedSpeed: orInfinite('feed-speed', required('feed-speed'), [1, 600], 'max'),
    feedFrom: date('feed-from', text('feed-from')),
    feedSkipGaps: orInfinite('feed-skip-gaps', required('feed-skip-gaps'), [1, 8_784], 'off'),
    feedCheck,
    intakeKey: intakeKey(keyOf(text('intake-key'), text('intake-key-file'), env)),
    origins: origins(required('origins')),
    trustProxy: proxies(required('trust-proxy')),
    intakeRate: integer('intake-rate', required('intake-rate'), 1, 1_000_000),
    trustClock: truth('trust-clock', required('trust-clock')),
    compressFrames: truth('compress-frames', required('compress-frames')),
  });
}

function parseFlags(args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { isSwitch }]) => [
      name,
      { type: isSwitch === true ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value === undefined ? value : String(value)]),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StartError(
      `${reason ?? ''} Known options: ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    );
  }
}

function valueOf(
  name: string,
  flags: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const option = OPTIONS[name];
  const given = flags[name] ?? (env[variable(name)] || undefined);
  if (given !== undefined && option?.notYet !== undefined)
    throw new StartError(`--${name} is not there yet: ${option.notYet}.`);
  return given ?? option?.fallback;
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < min || value > max) {
    throw new StartError(`--${name} is "${text}"; it must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** A whole number, or Infinity where the word for it is given. */
function orInfinite(name: string, text: string, [min, max]: readonly [number, number], word: string): number {
  if (text === word) return Infinity;
  if (/^[0-9]+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new StartError(
    `--${name} is "${text}"; it must be a whole number from ${min} to ${max}, or ${word}.`,
  );
}

function date(name: string, text: string | undefined): string | undefined {
  const isDate = text === undefined || new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
  if (!isDate) throw new StartError(`--${name} is "${text}"; it must be a date such as 2026-06-27.`);
  return text;
}

function truth(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false')
    throw new StartError(`--${name} is "${text}"; it must be true or false.`);
  return text === 'true';
}

/** A flag is seen by everybody on the machine in the list of its processes, a file and the environment are not. */
function keyOf(
  flag: string | undefined,
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const told = [flag, file, env['WHISTLEBOARD_INTAKE_KEY'] || undefined].filter((one) => one !== undefined);
  if (told.length > 1) {
    throw new StartError(
      'The intake key is told more than once: use one of --intake-key-file, WHISTLEBOARD_INTAKE_KEY and --intake-key.',
    );
  }
  return file === undefined ? told[0] : keyIn(file);
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new StartError(`--intake-key-file ${file} cannot be read.`, { cause: error });
  }
}

function intakeKey(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[\x21-\x7e]{16,200}$/.test(text)) {
    throw new StartError(
      'The intake key (--intake-key, its file or its variable) must be 16 to 200 visible ASCII characters without spaces.',
    );
  }
  return text;
}

function origins(text: string): readonly string[] {
  const list = wordsOf(text);
  for (const origin of list) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new StartError(
        `--origins holds "${origin}"; each must be an origin such as https://wall.example:8443.`,
      );
    }
  }
  return list;
}

function proxies(text: string): readonly string[] {
  const list = wordsOf(text);
  for (const proxy of list) {
    if (!isAddressOrNetwork(proxy)) {
      throw new StartError(
        `--trust-proxy holds "${proxy}"; each must be an address or a network such as 10.0.0.0/8.`,
      );
    }
  }
  return list;
}

function wordsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
