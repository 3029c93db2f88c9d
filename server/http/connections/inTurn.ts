import { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait behind the one that is being answered; a sender of more is cut off. */
const MAX_WAITING = 16;

const waiting = new WeakMap<Socket, number>();

/**
 * Serves a connection's requests one after the other. Node hands out every request that a sender has written, and
 * their answers would all be made and kept until he reads the first. A response has no socket until it is its turn.
 * What is not parsed yet stays unread in the kernel meanwhile.
 */
export function inTurn(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
  if (response.socket !== null) {
    serve();
    return;
  }
  const { socket } = request;
  const count = waitingOn(socket) + 1;
  if (count > MAX_WAITING) {
    socket.destroy();
    return;
  }
  waiting.set(socket, count);
  socket.pause();
  response.once('socket', () => {
    const left = waitingOn(socket) - 1;
    waiting.set(socket, left);
    if (left === 0) socket.resume();
    serve();
  });
}

/**
 * A request that stops the parser where too many wait before it. One read holds up to 64 KB, which is thousands of
 * requests, and the parser has no other way to be stopped in its midst than by a request that changes the protocol.
 * The server's `upgrade` listener then ends the connection (`isCrowded`).
 */
export class QueuedRequest extends IncomingMessage {
  /** No initial value: the parent's constructor has already set it through `upgrade`. */
  declare private changesProtocol: boolean | null;

  get upgrade(): boolean | null {
    return this.changesProtocol;
  }

  set upgrade(value: boolean | null) {
    this.changesProtocol = value === false ? isCrowded(this.socket) : value;
  }
}

/** Whether a connection has as many requests waiting as it may. */
export function isCrowded(socket: Socket): boolean {
  return waitingOn(socket) >= MAX_WAITING;
}

function waitingOn(socket: Socket): number {
  return waiting.get(socket) ?? 0;
}
