import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../server/main.js', import.meta.url));
const RETRY_MS = 3;

/** The hub as it is started, nothing between, on a history made for a city pack. */
export class HubRun {
  readonly #child: ChildProcess;
  readonly port: number;
  /** Milliseconds from exec until `/readyz` says yes. */
  readonly readyMs: number;

  static async start(dataDir: string, key: string, city = 'nyc'): Promise<HubRun> {
    const startedAt = performance.now();
    const args = ['--port', '0', '--data-dir', dataDir, '--city', city, '--feed', 'off', '--intake-key', key];
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, LOG_LEVEL: 'fatal' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await portOf(child);
    while (!(await isReady(port))) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return new HubRun(child, port, performance.now() - startedAt);
  }

  /** Use `HubRun.start`. */
  constructor(child: ChildProcess, port: number, readyMs: number) {
    this.#child = child;
    this.port = port;
    this.readyMs = readyMs;
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}

/** The hub prints its wall's address when it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const port = /http:\/\/[^\s/]+:(\d+)\/wall/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`the hub ended with ${String(code)} before it was ready`)));
  });
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
