import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { City } from '../../shared/domain/City.ts';
import { StartError } from '../StartError.ts';
import { backup } from './backup.ts';
import { rebuild } from './rebuild.ts';
import { restore } from './restore.ts';
import { verify } from './verify.ts';
import type { VerifyReport } from './verify.ts';

const USAGE =
  'usage: backup --data-dir D --to T | restore --from T --data-dir D | verify --data-dir D | rebuild --data-dir D';

/** What an operations command has to say, and whether all is well. */
export interface Outcome {
  readonly report: string;
  readonly isGood: boolean;
}

type CityOf = (id: string) => City;
type Flags = Readonly<Partial<Record<'data-dir' | 'to' | 'from', string | undefined>>>;

const COMMANDS: Readonly<Record<string, (flags: Flags, cityOf: CityOf) => Promise<Outcome>>> = {
  backup: async (flags) => {
    const to = needed(flags, 'to');
    const { seq } = await backup({ dataDir: dataDirOf(flags), to });
    return { report: `backup of seq ${seq} in ${to}`, isGood: true };
  },
  restore: async (flags, cityOf) => {
    const dataDir = dataDirOf(flags);
    const report = await restore({ from: needed(flags, 'from'), dataDir, cityOf });
    if (report.faults > 0) return verified(report);
    return { report: `restored to ${dataDir}, seq ${report.seq}: ${contents(report)}`, isGood: true };
  },
  verify: async (flags, cityOf) => verified(verify({ dataDir: dataDirOf(flags), cityOf })),
  rebuild: async (flags, cityOf) => {
    const { events, cases } = rebuild({ dataDir: dataDirOf(flags), cityOf });
    return { report: `rebuilt ${cases} cases from ${events} events`, isGood: true };
  },
};

function verified(report: VerifyReport): Outcome {
  const head = `seq ${report.seq}: ${contents(report)}`;
  if (report.faults === 0) return { report: `verified, ${head}`, isGood: true };
  const more = report.faults > report.told.length ? [`and ${report.faults - report.told.length} more`] : [];
  return { report: [`${report.faults} faults, ${head}`, ...report.told, ...more].join('\n'), isGood: false };
}

function contents({ open, closed, texts, erased }: VerifyReport): string {
  return `${open} open and ${closed} closed cases, ${texts} texts, ${erased} erased`;
}

function dataDirOf(flags: Flags): string {
  return resolve(flags['data-dir'] ?? process.env['DATA_DIR'] ?? 'var');
}

function needed(flags: Flags, name: 'to' | 'from'): string {
  const value = flags[name];
  if (value === undefined) throw new StartError(`--${name} is missing; ${USAGE}`);
  return resolve(value);
}

/** Runs `backup`, `restore`, `verify` or `rebuild` with its flags; throws StartError where one is wrong. */
export async function runCommand(args: readonly string[], cityOf: CityOf): Promise<Outcome> {
  const { positionals, values } = parsed(args);
  const [name = ''] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || positionals.length !== 1) throw new StartError(USAGE);
  return command(values, cityOf);
}

function parsed(args: readonly string[]) {
  try {
    const string = { type: 'string' } as const;
    const options = { 'data-dir': string, to: string, from: string };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : USAGE, { cause: error });
  }
}
