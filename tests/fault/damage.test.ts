import { cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import { acceptLoss } from '../../server/ops/acceptLoss.ts';
import { verify } from '../../server/ops/verify.ts';
import { DamagedDir } from '../support/DamagedDir.ts';
import { HubProcess } from '../support/HubProcess.ts';
import { Writers } from '../support/Writers.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { suiteDir } from '../support/suiteDir.ts';

const KILLS = Number(process.env['DAMAGE_KILLS'] ?? 8);
const SEED = Number(process.env['DAMAGE_SEED'] ?? 240);
/** After so many rounds the log begins anew: each round reads back every case. */
const ROUNDS_A_LOG = 10;

const random = new SeededRandom(SEED);
/** Answers of hubs that could not write. */
const stopped: string[] = [];
const city = loadCity('nyc');
const cityOf = (id: string) => (id === 'nyc' ? city : loadCity(id));

type Outcome = 'whole' | 'lost, said by verify' | 'refused';

describe(`a hub killed ${KILLS} times, with a fault of its files after every second kill (seed ${SEED})`, () => {
  const root = suiteDir();
  /** What went otherwise than promised; with the seed it can be had again. */
  const wrong: string[] = [];
  const outcomes: Record<Outcome, number> = { whole: 0, 'lost, said by verify': 0, refused: 0 };
  let accepted = 0;
  let acknowledged = 0;

  beforeAll(async () => {
    for (let round = 0; round < KILLS; round += ROUNDS_A_LOG) {
      const log = new KilledLog(join(root, `log-${round}`));
      for (let i = round; i < Math.min(KILLS, round + ROUNDS_A_LOG); i++) {
        await log.fileAndKill();
        if (i % 2 === 1) await examine(log, i);
      }
      await log.examineWhole();
      acknowledged += log.numbers.size;
      log.remove();
    }
  }, 3_600_000);

  it('[FLT240] has every acknowledged case, or start and verify say what is missing', ({ annotate }) => {
    void annotate(`${KILLS} kills, ${acknowledged} cases, seed ${SEED}: ${JSON.stringify(outcomes)}`);
    expect(wrong).toEqual([]);
    expect(outcomes.whole + outcomes.refused + outcomes['lost, said by verify']).toBe(Math.floor(KILLS / 2));
  });

  it('[FLT241] gives no case number twice, also where an operator accepted the loss', ({ annotate }) => {
    void annotate(`${accepted} losses accepted`);
    expect(wrong.filter((line) => line.includes('twice'))).toEqual([]);
  });

  async function examine(log: KilledLog, round: number): Promise<void> {
    const dir = new DamagedDir(log.path, log.older, join(root, `damaged-${round}`), random);
    const say = (what: string) => wrong.push(`round ${round}, ${dir.what}: ${what}`);
    const faults = faultsOf(dir.path);
    const { lost, sentence } = await log.startOn(dir.path, say);
    const outcome = sentence !== undefined ? 'refused' : lost.length > 0 ? 'lost, said by verify' : 'whole';
    outcomes[outcome]++;
    if (outcome !== 'whole' && faults.length === 0)
      say(`${outcome}, and verify finds nothing: ${sentence ?? lost[0]}`);
    if (sentence !== undefined && !/^[^\n]+\.\n?$/.test(sentence)) say(`no sentence: ${sentence}`);
    if (sentence?.includes('accept-loss') === true) await acceptAndFile(log, dir.path, say);
    rmSync(dir.path, { recursive: true });
  }

  async function acceptAndFile(log: KilledLog, path: string, say: (what: string) => void): Promise<void> {
    try {
      acceptLoss({ dataDir: path, cityOf });
    } catch (error) {
      // What is left may be damaged too, and the secrets may be the reason: then only a backup helps.
      if (!/What is left is damaged|secrets\.json/.test(String(error))) say(`not accepted: ${String(error)}`);
      return;
    }
    accepted++;
    const { sentence } = await log.startOn(path, say);
    if (sentence !== undefined) say(`accepted, and refused again: ${sentence}`);
    if (faultsOf(path).length > 0) say(`accepted, and verify finds ${faultsOf(path)[0]}`);
  }

  afterAll(() =>
    process.stdout.write(
      `damage: seed ${SEED}, ${JSON.stringify({ ...outcomes, accepted, acknowledged, unwritten: stopped.length })}\n`,
    ),
  );
});

/** A log that grows kill by kill, and every answer that its hubs gave. */
class KilledLog {
  readonly path: string;
  readonly older: string;
  readonly numbers = new Map<string, string>();
  readonly #writers = new Writers('damage', 8);

  constructor(path: string) {
    this.path = path;
    this.older = `${path}-older`;
  }

  async fileAndKill(): Promise<void> {
    rmSync(this.older, { recursive: true, force: true });
    if (this.numbers.size > 0) cpSync(this.path, this.older, { recursive: true });
    // Where no file may grow beyond this, every write fails in its midst sooner or later.
    const isStopped = this.numbers.size > 0 && random.chance(0.15);
    const sizes = ['whistleboard.db', 'whistleboard.db-wal'].map((file) => bytesOf(join(this.path, file)));
    const bytes = Math.max(...sizes);
    const under = isStopped ? ['prlimit', `--fsize=${bytes + 100_000 + random.below(400_000)}`] : [];
    const hub = await HubProcess.start({ dataDir: this.path, args: ['--feed', 'off'], under });
    if (this.numbers.size === 0) cpSync(this.path, this.older, { recursive: true });
    const writers = this.#writers;
    const goal = writers.acks.size + (isStopped ? 200 : 1 + random.below(20));
    writers.start(hub);
    await vi.waitFor(() => expect(writers.acks.size >= goal || writers.wrong.length > 0).toBe(true), 60_000);
    await hub.stop('SIGKILL');
    await writers.stop();
    for (const [id, { caseNo }] of writers.acks) this.numbers.set(caseNo, id);
    if (isStopped) stopped.push(...writers.wrong.splice(0));
    expect(writers.wrong).toEqual([]);
    expect(stopped.filter((line) => !/answered (503|507) /.test(line))).toEqual([]);
  }

  /** Undamaged, every case is there after all kills. */
  async examineWhole(): Promise<void> {
    const said: string[] = [];
    const { lost, sentence } = await this.startOn(this.path, (what) => said.push(what));
    expect([lost, sentence, said, faultsOf(this.path)]).toEqual([[], undefined, [], []]);
  }

  /** Starts a hub, reads every acknowledged case back and files one; `sentence` where it does not come up. */
  async startOn(path: string, say: (what: string) => void) {
    const options = { dataDir: path, args: ['--feed', 'off'] };
    let hub: HubProcess;
    try {
      hub = await HubProcess.start(options);
    } catch {
      return { lost: [], sentence: (await HubProcess.refused(options)).stderr };
    }
    try {
      const lost: string[] = [];
      for (const [caseNo, id] of this.numbers) {
        const answer = await hub.get(`/cases/${caseNo}`);
        const body = (await answer.json()) as { externalId?: string };
        if (body.externalId !== id) lost.push(`${caseNo} is answered ${answer.status}`);
      }
      const answer = await hub.post('/cases', nycIntake(`new-${random.below(1e9)}`));
      const { caseNo } = (await answer.json()) as { caseNo?: string };
      if (caseNo !== undefined && this.numbers.has(caseNo)) say(`${caseNo} was given twice`);
      return { lost, sentence: undefined };
    } finally {
      await hub.stop();
    }
  }

  remove(): void {
    for (const path of [this.path, this.older]) rmSync(path, { recursive: true, force: true });
  }
}

/** What verify finds; where it cannot even begin, the sentence that says why. */
function faultsOf(path: string): readonly string[] {
  try {
    return verify({ dataDir: path, cityOf }).told;
  } catch (error) {
    return [String(error)];
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
