import { describe, expect, it } from 'vitest';
import { TimeReader } from '../../server/feeds/TimeReader.ts';

const newYork = new TimeReader(
  ['YYYY-MM-DDTHH:mm:ss.SSS', 'M/D/YYYY H:mm', 'YYYY-MM-DD HH:mm:ssZ'],
  'America/New_York',
);
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

describe('reading times', () => {
  it('[FED15] a local reading becomes an instant by the zone of its own day', () => {
    expect(iso(newYork.read('2026-06-27T10:00:00.250'))).toBe('2026-06-27T14:00:00.250Z');
    expect(iso(newYork.read('1/5/2026 9:07'))).toBe('2026-01-05T14:07:00.000Z');
    expect(iso(newYork.read('2026-01-05 09:07:08+08:00'))).toBe('2026-01-05T01:07:08.000Z');
    expect(iso(newYork.read('2026-01-05 09:07:08-0330'))).toBe('2026-01-05T12:37:08.000Z');
    expect(iso(new TimeReader(['YYYY/M/D H:mm:ss'], 'Asia/Shanghai').read('2019/2/8 1:25:05'))).toBe(
      '2019-02-07T17:25:05.000Z',
    );
  });

  it('[FED15] the repeated hour means its first pass, the skipped hour the time as if nothing had moved', () => {
    expect(iso(newYork.read('2026-11-01T00:59:59.999'))).toBe('2026-11-01T04:59:59.999Z');
    expect(iso(newYork.read('2026-11-01T01:30:00.000'))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(newYork.read('2026-11-01T02:00:00.000'))).toBe('2026-11-01T07:00:00.000Z');
    expect(iso(newYork.read('2026-03-08T01:59:59.000'))).toBe('2026-03-08T06:59:59.000Z');
    expect(iso(newYork.read('2026-03-08T02:30:00.000'))).toBe('2026-03-08T07:30:00.000Z');
    expect(iso(newYork.read('2026-03-08T03:30:00.000'))).toBe('2026-03-08T07:30:00.000Z');
  });

  it.each([
    '2026-02-30T10:00:00.000',
    '2026-06-27T24:00:00.000',
    '2026-06-27T10:60:00.000',
    '2026-06-27T10:00:60.000',
    '2026-13-01T10:00:00.000',
    '2026-06-27',
    '2026-06-27T10:00:00.000 ',
    '0/5/2026 9:07',
    '',
  ])('[FED15] what is no date in a named format is no time: %j', (text) => {
    expect(newYork.read(text)).toBeUndefined();
  });

  it('[FED16] a format must name year, month and day once', () => {
    expect(TimeReader.understands('YYYY/M/D')).toBe(true);
    expect(TimeReader.understands('YYYY-MM-DDTHH:mm:ssZ')).toBe(true);
    expect(TimeReader.understands('YYYY-MM')).toBe(false);
    expect(TimeReader.understands('YYYY-MM-DD D')).toBe(false);
    expect(TimeReader.understands('nonsense')).toBe(false);
  });
});
