import type { IncomingMessage } from 'node:http';
import { TrustedProxies } from './TrustedProxies.ts';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Names of headers that reverse proxies and networks in front of them add; no program on this machine sends them. */
const ADDED_BY_PROXIES =
  /^(via|forwarded|client-ip|true-client-ip|remote-addr|cdn-loop|front-end-https|x-(forwarded|original|real|client|cluster|remote|proxy|envoy|azure|appengine|varnish|nginx|accel|arr|amz|amzn|ssl|scheme|host)(-.*)?|(cf|fastly|fly|akamai|proxy|ssl)-.*)$/;

/**
 * Which pages may talk to the hub: its own, under the names by which it is reached on its own machine and the
 * host it was told to listen on, and those listed. Matches are exact: scheme, host and port.
 */
export class Origins {
  readonly #hosts: readonly string[];
  readonly #listed: ReadonlySet<string>;
  readonly #proxies: TrustedProxies;

  /** `host` as given to listen on; an address that stands for every interface names no page. */
  constructor(listed: readonly string[], host = '127.0.0.1', proxies = new TrustedProxies()) {
    this.#listed = new Set(listed);
    this.#proxies = proxies;
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
   * Whether the request was made on the hub's own machine by a program or by an allowed page there. A page of somebody
   * else's that had its name pointed at this machine is told by its Host and Origin; a proxy, which makes everybody
   * look local, by what it adds and how it asks: nginx, told nothing, by HTTP/1.0 and `Connection: close`. Whoever
   * is taken for a proxy needs a key like everybody else, so what is unusual on this machine may be refused.
   */
  isFromThisMachine(request: IncomingMessage): boolean {
    const { headers, socket } = request;
    if (!isLoopback(socket.remoteAddress) || !isLoopback(socket.localAddress)) return false;
    if (this.#proxies.has(socket.remoteAddress) || isProxied(request)) return false;
    const { suffix } = whereArrived(request);
    const host = headers.host ?? '';
    if (!LOOPBACK_HOSTS.some((name) => host === name || host === `${name}${suffix}`)) return false;
    return headers.origin === undefined || this.allows(headers.origin, request);
  }
}

function isProxied({ headers, httpVersion }: IncomingMessage): boolean {
  if (httpVersion !== '1.1' || headers.connection?.toLowerCase() === 'close') return true;
  return Object.keys(headers).some((name) => ADDED_BY_PROXIES.test(name));
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
