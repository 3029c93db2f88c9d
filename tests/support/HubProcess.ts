import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '../../shared/contract/sync.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const NPM_START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** A test that is cut off must not leave its hubs behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The key that tests file with. */
export const TEST_KEY = 'test-intake-key-0123456789';

export interface HubProcessOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  /** Runs what `npm start` runs, told nothing but where its data and its port are. */
  readonly asTyped?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** Put before `node`: `strace -f …`. */
  readonly under?: readonly string[];
  /** The key that programs file with; `null` lets the hub make one up. */
  readonly intakeKey?: string | null;
}

/** A real hub in a process of its own, as `npm start` runs it after its set-up. */
export class HubProcess {
  readonly #child: ChildProcess;
  readonly origin: string;
  /** Milliseconds from exec until `/readyz` said yes. */
  readonly readyMs: number;
  #output: () => string;

  constructor(child: ChildProcess, origin: string, readyMs: number, output: () => string) {
    this.#child = child;
    this.origin = origin;
    this.readyMs = readyMs;
    this.#output = output;
  }

  /** Resolves when the hub says that it is ready; rejects with what it printed where it stops before that. */
  static async start(options: HubProcessOptions): Promise<HubProcess> {
    const startedAt = performance.now();
    const { child, output } = launch(options);
    const origin = await originOf(child, output);
    await readiness(origin, child, output);
    return new HubProcess(child, origin, performance.now() - startedAt, output);
  }

  /** For starts that are meant to fail: the exit code and what was printed where. */
  static async refused(
    options: HubProcessOptions,
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
    const { child, stdout, stderr, output } = launch(options);
    // One that comes up against the plan is stopped and reported like any other wrong answer.
    await originOf(child, output).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return { code: child.exitCode, stdout: stdout(), stderr: stderr() };
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get output(): string {
    return this.#output();
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends the signal and waits until the process is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    await closed;
  }

  /** Sends a signal and does not wait for what it does. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The token of the wall's address that the first start of a live directory prints; empty later. */
  get screenToken(): string {
    return /#screen=(\S+)/.exec(this.output)?.[1] ?? '';
  }

  /** A figure of `/metrics` by its name without labels. */
  async metric(name: string): Promise<number> {
    const text = await (await this.#fetch('/metrics')).text();
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`the hub has no figure ${name}`);
    return Number(value);
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.origin}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** A live table as the hub tells it. */
  async table(name: TableName): Promise<Snapshot> {
    const answer = await this.get(`/tables/${name}`);
    return answer.json() as Promise<Snapshot>;
  }

  get(path: string): Promise<Response> {
    return this.#fetch(`/api/v1${path}`);
  }

  #fetch(path: string): Promise<Response> {
    return fetch(this.origin + path, { headers: { authorization: `Bearer ${TEST_KEY}` } });
  }
}

function launch(options: HubProcessOptions) {
  const { under = [], env = {} } = options;
  const told = options.asTyped === true ? typed(options) : configured(options);
  const [command = process.execPath, ...rest] = [...under, process.execPath, ...told.args];
  const child = spawn(command, rest, {
    env: { ...process.env, ...told.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  const said: Record<'out' | 'err', string> = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  return { child, stdout: () => said.out, stderr: () => said.err, output: () => said.out + said.err };
}

function configured({ dataDir, args = [], intakeKey = TEST_KEY }: HubProcessOptions) {
  const key = intakeKey === null ? [] : ['--intake-key', intakeKey];
  // Of a flag that is given twice the last one counts.
  const own = ['--port', '0', '--data-dir', dataDir, '--city', 'nyc', ...key, ...args];
  return { args: ['--enable-source-maps', MAIN, ...own], env: {} };
}

function typed({ dataDir }: HubProcessOptions) {
  return { args: [NPM_START], env: { PORT: '0', DATA_DIR: dataDir, INTAKE_KEY: TEST_KEY } };
}

async function originOf(child: ChildProcess, output: () => string): Promise<string> {
  const closed = once(child, 'close').then(() => 'close');
  for (;;) {
    const origin = /(http:\/\/\S+)\/wall/.exec(output())?.[1];
    if (origin !== undefined) return origin;
    const stdout = child.stdout;
    if (stdout === null) throw new Error('the hub has no output');
    const next = await Promise.race([once(stdout, 'data').then(() => 'data'), closed]);
    if (next === 'close') throw new Error(`the hub stopped before it was ready:\n${output()}`);
  }
}

async function readiness(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
  }
  throw new Error(`the hub stopped before it was ready:\n${output()}`);
}
