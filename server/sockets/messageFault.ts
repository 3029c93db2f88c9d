const MAX_DEPTH = 8;
const MAX_KEYS = 200;
/** Socket.IO's packet types of messages with binary parts, of which the contract has none. */
const BINARY = /^[56]/;
const PAYLOAD = /[[{]/;
const NESTS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/**
 * What is wrong with a message's outer shape, looked at before anything is made of it; undefined where nothing is.
 * Reads each sign once: whoever sends a message chooses it, and nobody has shown a key before the first ones.
 */
export function messageFault(data: unknown): 'binary' | 'shape' | undefined {
  if (typeof data !== 'string' || BINARY.test(data)) return 'binary';
  let depth = 0;
  let keys = 0;
  for (let i = data.search(PAYLOAD); i >= 0 && i < data.length; i++) {
    const sign = data.charAt(i);
    if (sign === '"') i = endOfText(data, i);
    else if (sign === ':') keys++;
    else depth += NESTS[sign] ?? 0;
    if (depth > MAX_DEPTH || keys > MAX_KEYS) return 'shape';
  }
  return undefined;
}

/** Where the text that begins at `start` ends; behind the last sign where it never does. */
function endOfText(data: string, start: number): number {
  for (let i = start + 1; i < data.length; i++) {
    if (data[i] === '\\') i++;
    else if (data[i] === '"') return i;
  }
  return data.length;
}
