import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;

/** One member of a ZIP file as text, found through its central directory; no library that the product uses. */
export function unzip(path: string, name: string): string {
  const bytes = readFileSync(path);
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END) end--;
  let entry = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((at) => bytes.readUInt16LE(entry + at));
    if (nameLength === undefined || extra === undefined || comment === undefined) break;
    if (bytes.toString('utf8', entry + 46, entry + 46 + nameLength) === name) {
      const local = bytes.readUInt32LE(entry + 42);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
      return (bytes.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    entry += 46 + nameLength + extra + comment;
  }
  throw new Error(`${path} holds no ${name}`);
}
