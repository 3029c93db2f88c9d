const FAMILY = '20px "Noto Sans SC Variable"';

/**
 * Fetches the font slices of every text that may be shown later. The browser fetches a slice when its first
 * glyph is drawn: on the day the hub is gone, the very words that say so would be boxes.
 */
export function warmFonts(fonts: Pick<FontFaceSet, 'load'>, texts: unknown): void {
  const characters = [...new Set(textsOf(texts).join(''))].join('');
  // A slice that cannot be had now is fetched when it is drawn; until then the system's font stands in.
  fonts.load(FAMILY, characters).catch(() => undefined);
}

/** Every string in a catalogue or a city, however deep. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
