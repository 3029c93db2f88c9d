import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** More than this of a header that anybody can make as long as he likes is not looked at. */
const MAX_HOPS = 16;

/**
 * The reverse proxies that the operator has named. Only from one of them does `X-Forwarded-For` say who calls, and
 * whoever comes through one is not on this machine, whatever his address.
 */
export class TrustedProxies {
  readonly #list = new BlockList();
  readonly #isEmpty: boolean;

  /** Addresses, or networks as `10.0.0.0/8`, that `isAddressOrNetwork` has found sound. */
  constructor(proxies: readonly string[] = []) {
    this.#isEmpty = proxies.length === 0;
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/');
      const family = familyOf(address);
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  has(address: string | undefined): boolean {
    if (this.#isEmpty || address === undefined) return false;
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && this.#list.check(plain, familyOf(plain));
  }

  /** The address of who calls: the connection's, or behind trusted proxies the last that they did not add themselves. */
  addressOf({ socket, headers }: IncomingMessage): string {
    let address = plainAddress(socket.remoteAddress ?? '');
    if (!this.has(address)) return address;
    const forwarded = String(headers['x-forwarded-for'] ?? '');
    for (const hop of forwarded.split(',').slice(-MAX_HOPS).reverse()) {
      const plain = plainAddress(hop.trim());
      if (isIP(plain) === 0) break;
      address = plain;
      if (!this.has(plain)) break;
    }
    return address;
  }
}

/** Whether an option's word can be a proxy: `192.0.2.7`, `2001:db8::7`, `10.0.0.0/8`. */
export function isAddressOrNetwork(word: string): boolean {
  const [address = '', bits, more] = word.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** What an address is counted as: one caller has a whole /64 of IPv6. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An IPv4 address as such, also where it came over an IPv6 socket. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
