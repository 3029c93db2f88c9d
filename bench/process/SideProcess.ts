import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { must } from '../../shared/lib/assert.ts';
import type { Answer, Ask } from './serveSide.ts';
import type { SideApi, SideName } from './sides.ts';

type Call<Api, Name extends keyof Api> = Api[Name] extends (...args: infer Args) => infer Result
  ? { readonly args: Args; readonly result: Awaited<Result> }
  : never;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One side in a process of its own, so that its processor time is its own and its calls block nobody else. */
export class SideProcess<Name extends SideName> {
  readonly #child: ChildProcess;
  readonly #name: Name;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  static async start<Name extends SideName>(
    name: Name,
    nodeArgs: readonly string[] = [],
  ): Promise<SideProcess<Name>> {
    const entry = must(process.argv[1], 'a script is running');
    const child = fork(entry, ['--side', name], { execArgv: ['--enable-source-maps', ...nodeArgs] });
    await once(child, 'message');
    return new SideProcess(name, child);
  }

  /** Use `SideProcess.start`. */
  constructor(name: Name, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    child.on('message', (answer: Answer) => this.#take(answer));
    child.on('exit', (code) => this.#failAll(new Error(`the side ${name} ended with ${String(code)}`)));
  }

  ask<Asked extends keyof SideApi<Name> & string>(
    call: Asked,
    ...args: Call<SideApi<Name>, Asked>['args']
  ): Promise<Call<SideApi<Name>, Asked>['result']> {
    const id = ++this.#lastId;
    const asked: Ask = { id, call, args };
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        resolve: (value) => resolve(value),
        reject,
      });
      this.#child.send(asked);
    });
  }

  /** Ends the process; nothing it holds is worth keeping. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #take(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if ('failure' in answer) pending?.reject(new Error(`${this.#name}: ${answer.failure}`));
    else pending?.resolve(answer.value);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
