// @ts-check
// Plain JavaScript, because the thread that reads needs it too, and Node 20 loads no TypeScript in a worker.

/**
 * A checksum of four numbers. Each step is a bijection of what came before, so a change of any one 32-bit half is
 * never lost.
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @returns {number} unsigned, 32 bits
 */
export function numbersCheck(a, b, c, d) {
  let h = mix(mix(0x5eed, a), a / TWO_32);
  h = mix(mix(h, b), b / TWO_32);
  h = mix(mix(h, c), c / TWO_32);
  return mix(mix(h, d), d / TWO_32) >>> 0;
}

const TWO_32 = 2 ** 32;

/**
 * The finalizer of MurmurHash3 over `h ^ part`, of which `^` takes the whole number modulo 2³².
 * @param {number} h
 * @param {number} part
 */
function mix(h, part) {
  let x = h ^ part;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
