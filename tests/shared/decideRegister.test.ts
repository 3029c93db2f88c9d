import { describe, expect, it } from 'vitest';
import { CaseScenario, INTAKE, PATHS, STEPS } from '../support/caseScenario.ts';
import { sampleCity } from '../support/sampleCity.ts';

const MINUTE = 60_000;

describe('registering', () => {
  it('[CASE20] all that was typed goes into one text of its own, the rest into the event', () => {
    const full = {
      ...INTAKE,
      requester: { name: '张三', phone: '13800000000' },
      point: { lng: 116.5, lat: 40 },
      address: '某路 1 号',
      streetCode: 'NORTH',
      categoryCode: '030300',
      level: 'L2' as const,
      confidential: true,
    };
    const scenario = new CaseScenario().registered(full);
    const { externalId, title, content, requester, address, point } = full;
    expect(scenario.texts).toEqual([
      { type: 'intake', externalId, title, content, requester, address, point, unknownCodes: undefined },
    ]);
    expect(scenario.standing).toMatchObject({
      state: 'draft',
      version: 1,
      keySlot: 7,
      texts: 1,
      attempt: 1,
      contactTries: 0,
      areaCode: 'NORTH',
      categoryCode: '030300',
      level: 'L2',
      confidential: true,
      marks: [],
      filedBy: 'key-1',
      source: 'hotline',
      channel: 'phone',
      registeredAt: scenario.now,
      reportedAt: scenario.now,
    });
  });

  it('[CASE21] what an intake leaves out or the pack does not know is accepted and marked', () => {
    const bare = new CaseScenario().registered();
    expect(bare.standing.marks).toEqual(['noPoint', 'unknownArea', 'unknownCategory']);
    expect(bare.standing).toMatchObject({ areaCode: 'unknown', categoryCode: 'unknown', level: 'unknown' });
    const odd = new CaseScenario().registered({
      point: { lng: 0, lat: 0 },
      streetCode: 'ATLANTIS',
      categoryCode: '999999',
      hostUnitCode: 'MAGIC',
    });
    expect(odd.standing.marks).toEqual(['outsideCity', 'unknownArea', 'unknownCategory', 'unknownUnit']);
    expect(odd.texts[0]).toMatchObject({
      unknownCodes: { streetCode: 'ATLANTIS', categoryCode: '999999', hostUnitCode: 'MAGIC' },
    });
    expect(JSON.stringify([odd.events, odd.state])).not.toMatch(/ATLANTIS|999999|MAGIC/);
  });

  it('[CASE221] takes channel and source from the city’s lists, and keeps other words with the texts', () => {
    const words = ['张三13800138000', 'constructor', '__proto__', 'toString', 'PHONE', 'unknown'];
    for (const word of words) {
      const { standing, texts, events, state } = new CaseScenario().registered({
        channel: word,
        source: word,
      });
      expect([standing.channel, standing.source]).toEqual(['unknown', 'unknown']);
      expect(standing.marks).toEqual(expect.arrayContaining(['unknownChannel', 'unknownSource']));
      expect(texts[0]).toMatchObject({ unknownCodes: { channel: word, source: word } });
      if (word !== 'unknown') expect(JSON.stringify([events, state])).not.toContain(`"${word}"`);
    }
  });

  it('[CASE221] knows a channel by its alias too', () => {
    const channels = [{ code: 'app', names: { zh: '客户端', en: 'App' }, aliases: ['mobile'] }];
    const city = sampleCity({ channels });
    expect(['app', 'mobile', 'phone'].map((word) => city.channelOf(word))).toEqual(['app', 'app', undefined]);
  });

  it('[CASE21] a point on the edge of the bounds lies inside', () => {
    const on = (lng: number, lat: number) =>
      new CaseScenario().registered({ point: { lng, lat } }).standing.marks;
    expect(on(116, 39)).not.toContain('outsideCity');
    expect(on(117, 41)).not.toContain('outsideCity');
    for (const [lng, lat] of [
      [115.999, 40],
      [117.001, 40],
      [116.5, 38.999],
      [116.5, 41.001],
    ] as const) {
      expect(on(lng, lat)).toContain('outsideCity');
    }
  });

  it('[CASE22] a report may be up to five minutes ahead of the hub, not more', () => {
    const scenario = new CaseScenario();
    expect(scenario.register({ reportedAt: scenario.now + 5 * MINUTE + 1 })).toEqual({
      ok: false,
      refusal: { code: 'invalid_input', faults: [{ field: 'reportedAt', fault: 'in_future' }] },
    });
    scenario.registered({ reportedAt: scenario.now + 5 * MINUTE });
    expect(scenario.standing.reportedAt).toBe(scenario.now + 5 * MINUTE);
    expect(scenario.standing.registeredAt).toBe(scenario.now);
  });
});

describe('what follows by rule', () => {
  const intake = (changes: Partial<typeof INTAKE>) => new CaseScenario({ reacts: true }).registered(changes);

  it('[CASE23] an intake is accepted at once and waits where no unit is known', () => {
    expect(intake({}).types).toEqual(['CaseRegistered', 'CaseAccepted']);
    expect(intake({}).standing.state).toBe('accepted');
  });

  it('[CASE23] it goes to the unit its source named, before the one that a rule names', () => {
    const both = intake({ categoryCode: '020200', hostUnitCode: 'ROADS' });
    expect(both.standing).toMatchObject({
      state: 'dispatched',
      hostUnitCode: 'ROADS',
      namedUnitCode: 'ROADS',
    });
    expect(intake({ categoryCode: '020200' }).standing.hostUnitCode).toBe('WATER');
  });

  it('[CASE23] a rule for the very area goes before a rule for every area', () => {
    expect(intake({ categoryCode: '020200', streetCode: 'SOUTH' }).standing.hostUnitCode).toBe('ROADS');
    expect(intake({ categoryCode: '020200', streetCode: 'NORTH' }).standing.hostUnitCode).toBe('WATER');
  });

  it('[CASE23] a rule whose unit is no longer active names nobody', () => {
    expect(intake({ categoryCode: '010100' }).standing.state).toBe('accepted');
  });

  it('[CASE23] praise is recorded as praise', () => {
    const praise = intake({ kind: 'praise', hostUnitCode: 'WATER' });
    expect(praise.types).toEqual(['CaseRegistered', 'CasePraiseRecorded']);
    expect(praise.standing.hostUnitCode).toBe('WATER');
  });

  it('[CASE23] rules are the system’s acts and nothing else follows by rule', () => {
    const scenario = intake({ hostUnitCode: 'ROADS' });
    expect(scenario.events.map(({ actor }) => actor.id)).toEqual(['key-1', 'rule', 'rule']);
    const before = scenario.events.length;
    scenario.given(STEPS.Sign, STEPS.RecordContact);
    expect(scenario.events).toHaveLength(before + 2);
  });
});

describe('what is typed with a later command', () => {
  it('[CASE24] becomes the next part of the case’s texts, and the event carries only its number', () => {
    const scenario = new CaseScenario().registered().given(...PATHS.handling, STEPS.SubmitFeedback);
    expect(scenario.texts.slice(1)).toEqual([
      { type: 'note', of: 'RecordContact', text: '已联系' },
      { type: 'note', of: 'SubmitFeedback', text: '路面已修复完毕' },
    ]);
    expect(scenario.events.at(-1)?.data).toMatchObject({ textPart: 3 });
    expect(JSON.stringify(scenario.events)).not.toContain('修复');
    expect(scenario.standing.texts).toBe(3);
  });

  it('[CASE24] nothing typed is no part', () => {
    const scenario = new CaseScenario().registered();
    const answer = scenario.when({ type: 'Withdraw', payload: {} });
    expect(answer).toMatchObject({ ok: true, value: { texts: [], erases: false } });
    expect(scenario.texts).toHaveLength(1);
    expect(scenario.events.at(-1)?.data).toEqual({});
    expect(scenario.standing.texts).toBe(1);
  });
});
