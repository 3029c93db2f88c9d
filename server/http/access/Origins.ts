import type { IncomingMessage } from 'node:http';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Which pages may talk to the hub: its own, under the names by which it is reached on its own machine and the
 * host it was told to listen on, and those listed. Matches are exact: scheme, host and port.
 */
export class Origins {
  readonly #hosts: readonly string[];
  readonly #listed: ReadonlySet<string>;

  /** `host` as given to listen on; an address that stands for every interface names no page. */
  constructor(listed: readonly string[], host = '127.0.0.1') {
    this.#listed = new Set(listed);
    const isEvery = host === '0.0.0.0' || host === '::' || host === '';
    const own = host.includes(':') ? `[${host}]` : host;
    this.#hosts = isEvery ? LOOPBACK_HOSTS : [...LOOPBACK_HOSTS, own];
  }

  /** Whether a request's Origin header, which must be there, names an allowed page. */
  allows(origin: string, request: IncomingMessage): boolean {
    if (this.#listed.has(origin)) return true;
    const { scheme, suffix } = whereArrived(request);
    return this.#hosts.some((host) => origin === `${scheme}://${host}${suffix}`);
  }

  /**
   * Whether the request was made on the hub's own machine by a program or by an allowed page there. A page
   * of somebody else's that had its name pointed at this machine is told by its Host and Origin; a proxy, which
   * makes everybody look local, by the headers that it adds.
   */
  isFromThisMachine(request: IncomingMessage): boolean {
    const { headers, socket } = request;
    const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => name in headers);
    if (isProxied || !isLoopback(socket.remoteAddress)) return false;
    const { scheme, suffix } = whereArrived(request);
    const host = headers.host ?? '';
    const isOwnName = LOOPBACK_HOSTS.some((name) => host === name || host === `${name}${suffix}`);
    if (!isOwnName && !this.#listed.has(`${scheme}://${host}`)) return false;
    return headers.origin === undefined || this.allows(headers.origin, request);
  }
}

/** The scheme and the `:port` under which a request came in; the scheme's own port is not written in an origin. */
function whereArrived({ socket }: IncomingMessage): { readonly scheme: string; readonly suffix: string } {
  const isTls = 'encrypted' in socket && socket.encrypted === true;
  const port = socket.localPort ?? 0;
  return { scheme: isTls ? 'https' : 'http', suffix: port === (isTls ? 443 : 80) ? '' : `:${port}` };
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || /^127\./.test(plain);
}
