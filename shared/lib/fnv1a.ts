const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a, 32 bit, over the UTF-8 bytes of a text; unsigned. A lone surrogate counts as U+FFFD, as encoders write it. */
export function fnv1a(text: string): number {
  let hash = OFFSET;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      hash = Math.imul(hash ^ unit, PRIME);
      continue;
    }
    const point = text.codePointAt(i) ?? unit;
    if (point > 0xffff) i++;
    hash = multiByte(hash, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  }
  return hash >>> 0;
}

function multiByte(start: number, point: number): number {
  let hash = start;
  if (point < 0x800) {
    hash = Math.imul(hash ^ (0xc0 | (point >> 6)), PRIME);
  } else {
    if (point < 0x10000) {
      hash = Math.imul(hash ^ (0xe0 | (point >> 12)), PRIME);
    } else {
      hash = Math.imul(hash ^ (0xf0 | (point >> 18)), PRIME);
      hash = Math.imul(hash ^ (0x80 | ((point >> 12) & 0x3f)), PRIME);
    }
    hash = Math.imul(hash ^ (0x80 | ((point >> 6) & 0x3f)), PRIME);
  }
  return Math.imul(hash ^ (0x80 | (point & 0x3f)), PRIME);
}
