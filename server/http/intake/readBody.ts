import type { IncomingMessage } from 'node:http';

/** How much of an over-size body is read and thrown away, so that its sender gets to read the answer. */
const DRAIN_BYTES = 16 * 1024 * 1024;
const DRAIN_MS = 5_000;

export type BodyRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** `isDrained`: the sender has sent it all, so the connection can go on. */
  | { readonly kind: 'tooLarge'; readonly isDrained: boolean }
  /** The sender went away half-way; there is nobody to answer. */
  | { readonly kind: 'aborted' };

/**
 * Reads a request's body up to `maxBytes`. What is over-size is never kept: it is drained for a while, since a
 * sender that meets a closed connection while it writes may never see why.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyRead> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return drain(request, 0);
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    // Listeners stay on: a promise that is settled ignores them, and the request is soon gone.
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else if (size - chunk.length <= maxBytes) {
        chunks = [];
        resolve(drain(request, size));
      }
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve({ kind: 'bytes', bytes: chunks.length === 1 && first ? first : Buffer.concat(chunks) });
    });
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}

/** Throws a body away, for a request that is turned away before anybody looks at what it brings. */
export function discardBody(request: IncomingMessage): Promise<BodyRead> {
  return request.complete ? Promise.resolve({ kind: 'tooLarge', isDrained: true }) : drain(request, 0);
}

function drain(request: IncomingMessage, already: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    let size = already;
    const finish = (read: BodyRead): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      resolve(read);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > DRAIN_BYTES) finish({ kind: 'tooLarge', isDrained: false });
    };
    const onEnd = (): void => finish({ kind: 'tooLarge', isDrained: true });
    const onClose = (): void => finish({ kind: 'aborted' });
    const timer = setTimeout(() => finish({ kind: 'tooLarge', isDrained: false }), DRAIN_MS);
    request.on('data', onData).on('end', onEnd).on('close', onClose).resume();
  });
}
