import { describe, expect, it } from 'vitest';
import { formatFault } from '../../server/feeds/timeFormat.ts';
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

  it.each([
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 11:58:00 PM', '2025-03-25T03:58:00.000Z'],
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 12:00:00 AM', '2025-03-24T04:00:00.000Z'],
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 12:00:00 pm', '2025-03-24T16:00:00.000Z'],
    ['M/D/YYYY h:mm A', '3/4/2025 1:05 p.m.', '2025-03-04T18:05:00.000Z'],
    ['YYYY/M/D A h:mm:ss', '2025/3/24 下午 11:58:00', '2025-03-25T03:58:00.000Z'],
    ['YYYY年M月D日 Ah:mm', '2025年3月24日 上午12:30', '2025-03-24T04:30:00.000Z'],
    ['D-MMM-YYYY HH:mm', '24-MAR-2025 23:58', '2025-03-25T03:58:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss.SSSSSS', '2025-03-24 23:58:00.123456', '2025-03-25T03:58:00.123Z'],
    ['YYYY-MM-DD HH:mm:ss.F', '2025-03-24 23:58:00.1', '2025-03-25T03:58:00.100Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2025-03-24T23:58:00+08', '2025-03-24T15:58:00.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2025-03-24T23:58:00z', '2025-03-24T23:58:00.000Z'],
    ['[on] D.M.YYYY H:mm [Uhr]', 'on 24.3.2025 23:58 Uhr', '2025-03-25T03:58:00.000Z'],
    ['YYYYMMDDHHmmss', '20250324235800', '2025-03-25T03:58:00.000Z'],
    ['X', '1742875080', '2025-03-25T03:58:00.000Z'],
    ['X', '1742875080.25', '2025-03-25T03:58:00.250Z'],
    ['x', '1742875080250', '2025-03-25T03:58:00.250Z'],
  ])('[FED363] in the format %s, %s is %s', (format, text, expected) => {
    expect(formatFault(format)).toBeUndefined();
    expect(iso(new TimeReader([format], 'America/New_York').read(text))).toBe(expected);
  });

  it.each([
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 13:00:00 PM'],
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 00:10:00 AM'],
    ['MM/DD/YYYY hh:mm:ss A', '03/24/2025 11:58:00'],
    ['YYYY-MM-DD HH:mm:ss.SSSSSS', '2025-03-24 23:58:00.123'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2025-03-24T23:58:00+19:00'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2025-03-24T23:58:00+08:60'],
    ['D-MMM-YYYY', '24-Mrz-2025'],
    ['X', '174287508012345'],
  ])('[FED363] in the format %s, %s is no time', (format, text) => {
    expect(new TimeReader([format], 'America/New_York').read(text)).toBeUndefined();
  });

  it.each([
    ['YYYY-MM', 'does not name the day'],
    ['YYYY-MM-DD D', 'names the day twice'],
    ['MMM M YYYY D', 'names the month twice'],
    ['nonsense', "has the token 'n'"],
    ['YYYY-MM-DD kk:mm', "has the token 'kk'"],
    ['YY-MM-DD', "has the token 'YY'"],
    ['YYYY-MM-DD HH:MM:SS', 'names the month twice'],
    ['DD.MM.YYYY um HH:mm', "has the token 'u'"],
    ['YYYY-MM-DD hh:mm', 'needs both hh (or h) and A'],
    ['YYYY-MM-DD HH:mm A', 'needs both hh (or h) and A'],
    ['YYYY-MM-DD HH:mm hh A', 'names the hour twice'],
    ['x YYYY', 'counts from 1970 and names other parts too'],
    ['YYYY-MM-DD SSSSSSSSSS', "has the token 'SSSSSSSSSS'"],
  ])('[FED16] the format %s is refused: it %s', (format, fault) => {
    expect(formatFault(format)).toContain(fault);
  });
});
