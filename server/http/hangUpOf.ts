import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whoever asked has gone, so there is nobody to answer. */
export class HungUpError extends Error {
  override readonly name = 'HungUpError';
}

/** A signal that aborts with HungUpError when the connection ends before the answer is sent. */
export function hangUpOf({ socket }: IncomingMessage, response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new HungUpError('The caller hung up.'));
  // Node tells a client's end only on the socket while nothing has been written.
  socket.once('end', abort);
  response.once('close', () => {
    socket.off('end', abort);
    if (!response.writableFinished) abort();
  });
  if (socket.destroyed) abort();
  return controller.signal;
}
