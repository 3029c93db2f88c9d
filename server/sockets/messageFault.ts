const MAX_DEPTH = 8;
const MAX_KEYS = 200;
/** Socket.IO's packet types of messages with binary parts, of which the contract has none. */
const BINARY = /^[56]/;
const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const STRUCTURE = /[[{\]}:]/g;

/** What is wrong with a message's outer shape, looked at before anything is made of it; undefined where nothing is. */
export function messageFault(data: unknown): 'binary' | 'shape' | undefined {
  if (typeof data !== 'string' || BINARY.test(data)) return 'binary';
  let depth = 0;
  let keys = 0;
  for (const [sign] of data.replace(TEXTS, '').matchAll(STRUCTURE)) {
    if (sign === ':') keys++;
    else depth += sign === '[' || sign === '{' ? 1 : -1;
    if (depth > MAX_DEPTH || keys > MAX_KEYS) return 'shape';
  }
  return undefined;
}
