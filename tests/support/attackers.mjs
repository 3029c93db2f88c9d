// Attacks a hub without a key until its parent hangs up: a process of its own, so that the attackers' work is not
// counted as the hub's. Usage: node attackers.mjs <port>. Says over IPC what it has done and what it was let have.
import { connect } from 'node:net';

const port = Number(process.argv[2]);
const counts = { connections: 0, open: 0, metrics: 0 };
/** Longer than the hub waits for a stranger's request. */
const HOLD_MS = 15_000;
/** @type {Set<import('node:net').Socket>} */
const held = new Set();

const get = (path = '/', version = '1.1') =>
  `GET ${path} HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nConnection: ${version === '1.0' ? 'close' : 'keep-alive'}\r\n\r\n`;
const UPGRADE =
  `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
  'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** @param {string} text */
function frame(text) {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/**
 * @param {string | Buffer} bytes sent as soon as the connection is there
 * @param {(socket: import('node:net').Socket) => void} [then]
 */
function open(bytes, then = () => {}) {
  counts.connections++;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(bytes);
    then(socket);
  });
  held.add(socket);
  // One that reads nothing does not see that the hub hung up: without this an attack would end when all places are held.
  const hold = setTimeout(() => socket.resetAndDestroy(), HOLD_MS);
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(hold);
    held.delete(socket);
  });
  return socket;
}

const repeated = (/** @type {number} */ times, /** @type {() => void} */ act) => {
  for (let i = 0; i < times; i++) act();
};
const QUOTES = frame(`40/${'\\"'.repeat(32_700)}`);
const NOWHERE = frame(`40/${'x'.repeat(60_000)},`);
const PINGS = Buffer.concat(Array.from({ length: 50_000 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0])));
/** Connections that are held at most, so that this process stays small. */
const HELD = 3_000;

/** @type {readonly (readonly [number, () => void])[]} each with the milliseconds between two of it */
const ATTACKS = [
  // Resets behind an upgrade.
  [200, () => repeated(20, () => open(UPGRADE, (socket) => setImmediate(() => socket.resetAndDestroy())))],
  // Requests sent ahead, answers never read.
  [500, () => open(get('/wall').repeat(1_400)).pause()],
  [500, () => open(get('/api/v1/openapi.json').repeat(1_400)).pause()],
  // A message that is dear to read.
  [300, () => open(UPGRADE, (socket) => void socket.once('data', () => socket.write(QUOTES)))],
  // Answers that are not read.
  [100, () => repeated(3, () => open(get('/api/v1/openapi.json').repeat(3)).pause())],
  // Sockets that ask on and on.
  [
    1_000,
    () => {
      const socket = open(UPGRADE);
      socket.once('data', () => {
        socket.pause();
        repeated(30, () => socket.write(NOWHERE));
      });
    },
  ],
  // Connections that say nothing, and half a request.
  [100, () => repeated(5, () => open(''))],
  [100, () => repeated(5, () => open('GET / HT'))],
  // Handshakes without a key.
  [3_000, () => repeated(700, () => open(UPGRADE))],
  // Control frames at will.
  [500, () => open(UPGRADE, (socket) => void socket.once('data', () => socket.write(PINGS)))],
  // As through a proxy that says nothing of itself.
  [
    200,
    () =>
      open(get('/metrics', '1.0')).once('data', (chunk) => {
        counts.metrics++;
        if (chunk.toString('latin1').startsWith('HTTP/1.1 200')) counts.open++;
      }),
  ],
];

for (const [everyMs, attack] of ATTACKS)
  setInterval(() => {
    if (held.size < HELD) attack();
  }, everyMs);
process.on('message', () => process.send?.(counts));
process.on('disconnect', () => process.exit(0));
process.send?.('attacking');
