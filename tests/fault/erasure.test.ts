import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { runOps } from '../support/runOps.ts';
import { suiteDir } from '../support/suiteDir.ts';

/** Words that stand nowhere else, in the places where a person's words can stand. */
const WORDS = {
  title: 'Quxotl wimbleform',
  content: '暮鸦岭路 zephyrquill 💧 vornaxed',
  name: 'Ignatz Überfluß',
  phone: '0719-5550-8831-77',
  address: '4711 Mxyzptlk Lane',
  externalId: 'ext-ZQJX-90210-kappa',
  note: 'brillig toves gimbled',
  result: 'mome raths outgrabe',
};

interface Told {
  readonly caseNo: string;
  readonly version: number;
  readonly state: string;
}

describe('a case whose texts are erased', () => {
  const dir = suiteDir();
  const dataDir = join(dir, 'data');
  let hub: HubProcess;
  let caseNo = '';
  const found: Record<'filed' | 'erased' | 'stopped', readonly string[]> = {
    filed: [],
    erased: [],
    stopped: [],
  };
  let outOfKeys: { readonly before: Buffer; readonly after: Buffer };
  let other: Told;

  beforeAll(async () => {
    // Everything the hub would ever say is captured.
    hub = await HubProcess.start({ dataDir, args: ['--feed', 'off'], env: { LOG_LEVEL: 'trace' } });
    const { title, content, name, phone, address, externalId, note, result } = WORDS;
    const body = { title, content, address, requester: { name, phone } };
    ({ caseNo } = await told(await hub.post('/cases', nycIntake(externalId, body))));
    other = await told(await hub.post('/cases', nycIntake('other', { content: 'stays' })));
    // Mistakes are logged too: what was sent must not be.
    await hub.post('/cases', nycIntake(externalId, { ...body, content: `${content}\0`, kind: note }));
    await command('Sign', {});
    await command('RecordContact', { reached: true, note });
    await command('SubmitFeedback', { result });
    const before = readFileSync(join(dataDir, 'keys.bin'));
    found.filed = wordsIn(dataDir);
    await command('EraseCase', {});
    outOfKeys = { before, after: readFileSync(join(dataDir, 'keys.bin')) };
    found.erased = wordsIn(dataDir);
  });
  afterAll(() => hub?.stop());

  it('[FLT50] had none of its words in the data directory’s bytes before either', () => {
    expect(found.filed).toEqual([]);
  });

  it('[FLT51] has none of its words left in the data directory, while the hub runs and after it', async () => {
    expect(found.erased).toEqual([]);
    const { status, body } = await read(caseNo);
    expect(status).toBe(200);
    expect(body['erasedAt']).toEqual(expect.any(String));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['title']));
    expect(wordsOf(JSON.stringify(body))).toEqual([]);
    const events = await (await hub.get(`/cases/${caseNo}/events`)).text();
    expect(wordsOf(events)).toEqual([]);
    expect(events).toContain('CaseErased');
  });

  it('[FLT52] has lost its key, the one thing that could open a copy of its sealed texts', () => {
    const slots = (bytes: Buffer) => bytes.subarray(0, 64);
    expect(slots(outOfKeys.before).subarray(0, 32).equals(Buffer.alloc(32))).toBe(false);
    expect(slots(outOfKeys.after).subarray(0, 32).equals(Buffer.alloc(32))).toBe(true);
    expect(slots(outOfKeys.after).subarray(32)).toEqual(slots(outOfKeys.before).subarray(32));
  });

  it('[FLT53] never had its words in anything that the hub said', () => {
    expect(hub.output).toMatch(/wall/);
    expect(wordsOf(hub.output)).toEqual([]);
  });

  it('[FLT54] leaves the other cases and a directory in which verify finds nothing', async () => {
    const { body } = await read(other.caseNo);
    expect(body['content']).toBe('stays');
    await hub.stop();
    found.stopped = wordsIn(dataDir);
    expect(found.stopped).toEqual([]);
    const { code, stdout } = await runOps('verify', '--data-dir', dataDir);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^verified.* 1 erased/)]);
  });

  async function command(name: string, payload: object): Promise<void> {
    const { version } = (await read(caseNo)).body;
    const answer = await hub.post(`/cases/${caseNo}/commands/${name}`, { version, ...payload });
    expect([name, answer.status]).toEqual([name, 200]);
  }

  async function read(no: string) {
    const answer = await hub.get(`/cases/${no}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
});

async function told(answer: Response): Promise<Told> {
  expect(answer.status).toBe(201);
  return (await answer.json()) as Told;
}

/** Each word on its own, so that half a sentence is found too. */
function parts(): readonly string[] {
  return Object.values(WORDS).flatMap((text) => text.split(' '));
}

function wordsOf(text: string): readonly string[] {
  return parts().filter((word) => text.includes(word));
}

/** Words found in a file's bytes, in either of the ways in which a program would lay them down. */
function wordsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    const has = (word: string) => bytes.includes(word, 0, 'utf8') || bytes.includes(word, 0, 'utf16le');
    return parts()
      .filter(has)
      .map((word) => `${word} in ${name}`);
  });
}
