import type { TrendStyle } from './trendOption.ts';

/** A canvas knows no CSS: the tokens in force on an element, in pixels and colours. */
export function trendStyle(node: HTMLElement): TrendStyle {
  const style = getComputedStyle(node);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const { innerWidth, innerHeight } = node.ownerDocument.defaultView ?? {
    innerWidth: 1920,
    innerHeight: 1080,
  };
  return {
    unitPx: Math.min(innerWidth / 1920, innerHeight / 1080),
    textPx: parseFloat(style.fontSize),
    received: token('--ink-strong'),
    closed: token('--alive'),
    band: token('--shade-3'),
    axis: token('--ink-muted'),
    grid: token('--line'),
    fontFamily: style.fontFamily,
  };
}
