import { describe, expect, it, vi } from 'vitest';
import { CostlyReads, MAX_WAITING_READS, ReadTurnedAwayError } from '../../server/hub/CostlyReads.ts';

const stays = (): AbortSignal => new AbortController().signal;

/** Reads whose work is ended by the test, by id. */
function rig() {
  let now = 0;
  const reads = new CostlyReads({ monotonic: () => now });
  const running = new Map<string, { readonly end: (value: string) => void; readonly signal: AbortSignal }>();
  const begun: string[] = [];
  const read = (id: string, signal = stays()): Promise<string> =>
    reads.read(id, signal, (wanted) => {
      begun.push(id);
      return new Promise((end) => running.set(id, { end, signal: wanted }));
    });
  const end = async (id: string, ms = 0): Promise<void> => {
    await vi.waitFor(() => expect(running.has(id)).toBe(true));
    now += ms;
    running.get(id)?.end(`answer ${id}`);
  };
  return { reads, read, end, begun, running };
}

const turnedAway = (code: string, facts?: object) =>
  expect.objectContaining({ refusal: { code, ...(facts === undefined ? {} : { facts }) } });

describe('costly reads', () => {
  it('[RAT320] one runs at a time, in the order in which they were asked for', async () => {
    const { read, end, begun } = rig();
    const answers = [read('a'), read('b'), read('c')];
    await vi.waitFor(() => expect(begun).toEqual(['a']));
    await end('a');
    expect(await answers[0]).toBe('answer a');
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b']));
    await end('b');
    await end('c');
    expect(await Promise.all(answers)).toEqual(['answer a', 'answer b', 'answer c']);
  });

  it('[RAT321] beyond the queue callers are turned away with the seconds to wait, and taken again later', async () => {
    const { reads, read, end } = rig();
    const first = read('first');
    await end('first', 3_000);
    await first;
    const taken = ['0', '1', '2', '3', '4'].map((id) => read(id));
    expect(taken).toHaveLength(1 + MAX_WAITING_READS);
    await expect(read('5')).rejects.toBeInstanceOf(ReadTurnedAwayError);
    await expect(read('5')).rejects.toEqual(turnedAway('too_fast', { retryAfter: 15 }));
    expect(reads.size).toBe(5);
    await end('0');
    await taken[0];
    await vi.waitFor(() => expect(reads.size).toBe(4));
    const again = read('5');
    for (const id of ['1', '2', '3', '4', '5']) await end(id);
    expect(await again).toBe('answer 5');
  });

  it('[RAT322] a caller who goes frees its place in the queue, and ends the read at work', async () => {
    const { reads, read, end, running, begun } = rig();
    const [one, two] = [new AbortController(), new AbortController()];
    const working = read('working', one.signal);
    const waiting = read('waiting', two.signal);
    await vi.waitFor(() => expect(running.has('working')).toBe(true));
    two.abort(new Error('gone two'));
    await expect(waiting).rejects.toThrow('gone two');
    expect(reads.size).toBe(1);
    one.abort(new Error('gone one'));
    await expect(working).rejects.toThrow('gone one');
    expect(running.get('working')?.signal.aborted).toBe(true);
    const next = read('next');
    expect(begun).toEqual(['working']);
    await end('working');
    await end('next');
    expect(await next).toBe('answer next');
    await expect(read('late', AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });

  it('[RAT323] callers who ask for the same share one read, which goes on while one of them is there', async () => {
    const { read, end, begun, running } = rig();
    const caller = new AbortController();
    const answers = [read('same', caller.signal), ...Array.from({ length: 20 }, () => read('same'))];
    await vi.waitFor(() => expect(begun).toEqual(['same']));
    caller.abort(new Error('gone'));
    await expect(answers[0]).rejects.toThrow('gone');
    expect(running.get('same')?.signal.aborted).toBe(false);
    await end('same');
    expect(new Set(await Promise.all(answers.slice(1)))).toEqual(new Set(['answer same']));
  });

  it('[RAT324] a hub that stops ends every read and takes no more', async () => {
    const { reads, read, running } = rig();
    const working = read('working');
    const waiting = read('waiting');
    await vi.waitFor(() => expect(running.has('working')).toBe(true));
    reads.stop();
    for (const one of [working, waiting, read('late')])
      await expect(one).rejects.toEqual(turnedAway('shutting_down'));
    expect(running.get('working')?.signal.aborted).toBe(true);
  });

  it('[RAT325] a read that fails is told to its callers and lets the next one run', async () => {
    const { reads, read, end } = rig();
    const failing = reads.read('x', stays(), () => Promise.reject(new Error('no such row')));
    await expect(failing).rejects.toThrow('no such row');
    const next = read('next');
    await end('next');
    expect(await next).toBe('answer next');
  });
});
