/** An sRGB colour, each channel from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

type Matrix = readonly [Rgb, Rgb, Rgb];

/** How people see: all cones, or without the long (protan), middle (deutan) or short (tritan) ones. */
export const VISIONS = ['normal', 'protan', 'deutan', 'tritan'] as const;
export type Vision = (typeof VISIONS)[number];

/** Full severity, for linear light. Machado, Oliveira, Fernandes 2009: A Physiologically-based Model for Simulation of Color Vision Deficiency. */
const MACHADO: Readonly<Record<Vision, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear sRGB to CIE XYZ with the white of D65 (IEC 61966-2-1). */
const TO_XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Rgb = [0.95047, 1, 1.08883];

/** The colour of `#rrggbb`; throws on anything else. */
export function parseHex(hex: string): Rgb {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex) ?? [];
  if (red === undefined || green === undefined || blue === undefined) {
    throw new Error(`${hex} is no colour of the form #rrggbb`);
  }
  return [parseInt(red, 16) / 255, parseInt(green, 16) / 255, parseInt(blue, 16) / 255];
}

/** WCAG 2.2 relative luminance, 0 to 1. */
export function luminance(colour: Rgb): number {
  return times(TO_XYZ, linear(colour))[1];
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour as somebody with this vision sees it. */
export function seenBy(vision: Vision, colour: Rgb): Rgb {
  const [red, green, blue] = times(MACHADO[vision], linear(colour));
  return [encoded(red), encoded(green), encoded(blue)];
}

/** CIE L*a*b* under D65. */
function lab(colour: Rgb): Rgb {
  const [x, y, z] = times(TO_XYZ, linear(colour));
  const [fx, fy, fz] = [bent(x / WHITE[0]), bent(y / WHITE[1]), bent(z / WHITE[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIEDE2000 colour difference; the numbers of its formula are those of Sharma, Wu, Dalal 2005. */
export function deltaE2000(a: Rgb, b: Rgb): number {
  return deltaE2000OfLab(lab(a), lab(b));
}

/** The same on L*a*b* values, in which its published test pairs are given. */
export function deltaE2000OfLab([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 1 + 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot(a1 * g, b1), Math.hypot(a2 * g, b2)];
  const [h1, h2] = [hue(a1 * g, b1), hue(a2 * g, b2)];
  const turn = c1 * c2 === 0 ? 0 : wrapped(h2 - h1);
  const meanL = (l1 + l2) / 2;
  const mc = (c1 + c2) / 2;
  // The middle of the two hues on the shorter way round; a grey has none, so the other's counts.
  const mh = (c1 * c2 === 0 ? h1 + h2 : h1 + turn / 2 + 360) % 360;
  const t = 1 - 0.17 * cos(mh - 30) + 0.24 * cos(2 * mh) + 0.32 * cos(3 * mh + 6) - 0.2 * cos(4 * mh - 63);
  const dl = (l2 - l1) / (1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * mc);
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn / 2))) / (1 + 0.015 * mc * t);
  const tilt = 60 * Math.exp(-(((mh - 275) / 25) ** 2));
  const rotation = -Math.sin(radians(tilt)) * 2 * Math.sqrt(mc ** 7 / (mc ** 7 + 25 ** 7));
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh);
}

function times([first, second, third]: Matrix, [x, y, z]: Rgb): Rgb {
  const row = ([a, b, c]: Rgb) => a * x + b * y + c * z;
  return [row(first), row(second), row(third)];
}

function linear([red, green, blue]: Rgb): Rgb {
  const one = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [one(red), one(green), one(blue)];
}

function encoded(value: number): number {
  const inside = Math.min(1, Math.max(0, value));
  return inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055;
}

function bent(value: number): number {
  return value > 216 / 24_389 ? Math.cbrt(value) : ((24_389 / 27) * value + 16) / 116;
}

/** Degrees from 0 to 360. */
function hue(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

/** An angle's shorter way, −180 to 180 degrees. */
function wrapped(degrees: number): number {
  if (degrees > 180) return degrees - 360;
  return degrees < -180 ? degrees + 360 : degrees;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function cos(degrees: number): number {
  return Math.cos(radians(degrees));
}
