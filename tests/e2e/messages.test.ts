import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HubProcess } from '../support/HubProcess.ts';
import { nycIntake } from '../support/nycIntake.ts';
import { describeWithData, MESSAGES_XLSX } from '../support/sharedData.ts';
import { sheetRows } from '../support/sheetRows.ts';
import { suiteDir } from '../support/suiteDir.ts';

interface Message {
  readonly externalId: string;
  readonly title: string;
  readonly content: string;
}

interface Told extends Message {
  readonly caseNo: string;
}

/** So many go in one by one, the others in batches: both ways must keep every character. */
const SINGLES = 400;
const BATCH = 100;

describeWithData('4,326 messages that people wrote to their city, filed over HTTP and read back', () => {
  const dir = join(suiteDir(), 'data');
  const filed = new Map<string, Message>();
  let messages: readonly Message[] = [];
  let hub: HubProcess;

  beforeAll(async () => {
    messages = sheetRows(MESSAGES_XLSX)
      .slice(1)
      .map(({ A = '', C = '', E = '' }, i) => ({ externalId: `${i} ${A}`, title: C, content: E }));
    hub = await HubProcess.start({ dataDir: dir, args: ['--feed', 'off'] });
    for (const message of messages.slice(0, SINGLES)) await fileOne(message);
    for (let from = SINGLES; from < messages.length; from += BATCH)
      await fileBatch(messages.slice(from, from + BATCH));
  });
  afterAll(() => hub?.stop());

  it('[RUN10] come back equal as strings, outer white space included', async () => {
    expect(messages).toHaveLength(4_326);
    expect(filed.size).toBe(4_326);
    const changed: string[] = [];
    for (const [caseNo, { externalId, title, content }] of filed) {
      const told = (await (await hub.get(`/cases/${caseNo}`)).json()) as Told;
      if (told.title !== title || told.content !== content || told.externalId !== externalId)
        changed.push(caseNo);
    }
    expect(changed).toEqual([]);
  });

  it('[RUN11] are such that trimming or normalising any text would show', () => {
    const outer = messages.filter(({ content }) => content !== content.trim());
    const composed = messages.filter(({ content }) => content !== content.normalize('NFKC'));
    expect(outer.length).toBeGreaterThan(4_000);
    expect(composed.length).toBeGreaterThan(100);
  });

  async function fileOne(message: Message): Promise<void> {
    const answer = await hub.post('/cases', intakeOf(message));
    expect(answer.status).toBe(201);
    filed.set(((await answer.json()) as Told).caseNo, message);
  }

  async function fileBatch(some: readonly Message[]): Promise<void> {
    const body = some.map((message) => JSON.stringify(intakeOf(message))).join('\n');
    const answer = await hub.post('/cases/batch', body, { 'content-type': 'application/x-ndjson' });
    const lines = (await answer.text()).trimEnd().split('\n');
    expect([answer.status, lines.length]).toEqual([200, some.length]);
    lines.forEach((line, i) => {
      const { caseNo, status } = JSON.parse(line) as Told & { status: number };
      const message = some[i];
      if (status === 201 && message !== undefined) filed.set(caseNo, message);
    });
  }
});

function intakeOf({ externalId, title, content }: Message): object {
  return nycIntake(externalId, { title, content });
}
