import { describe, expect, it } from 'vitest';
import { FrameCounter } from '../../server/sockets/FrameCounter.ts';

const frame = (payload: number, first = 0x81): Buffer => {
  const head = payload < 126 ? [payload] : payload < 65_536 ? [126, payload >> 8, payload & 0xff] : undefined;
  const long = Buffer.alloc(9, 127);
  long.writeBigUInt64BE(BigInt(payload), 1);
  const length = head === undefined ? long : Buffer.from(head);
  length[0] = (length[0] ?? 0) | 0x80;
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4, 7), Buffer.alloc(payload, 0x81)]);
};

describe('frames in a stream of bytes', () => {
  const frames = [0, 1, 125, 126, 127, 65_535, 65_536, 0].map((payload, i) =>
    frame(payload, i % 2 === 0 ? 0x81 : 0x89),
  );
  const whole = Buffer.concat(frames);

  it.each([1, 2, 3, 7, 13, 1_000, 65_536, whole.length])(
    '[SOC203] are counted the same however the bytes are cut: by %i',
    (size) => {
      const counter = new FrameCounter();
      let count = 0;
      for (let at = 0; at < whole.length; at += size) count += counter.count(whole.subarray(at, at + size));
      expect(count).toBe(frames.length);
    },
  );
});
