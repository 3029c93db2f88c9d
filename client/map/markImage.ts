import { must } from '../../shared/lib/assert.ts';
import type { AreaMark } from './AreaMark.ts';

/** Drawn larger than it is shown, so that it stays sharp on the densest panel. */
export const MARK_PX = 96;

/** Corners in shares of the side: square, diamond and triangle. */
const SHAPES: Readonly<Record<AreaMark, readonly (readonly [number, number])[]>> = {
  late: [
    [0.18, 0.18],
    [0.82, 0.18],
    [0.82, 0.82],
    [0.18, 0.82],
  ],
  soon: [
    [0.5, 0.08],
    [0.92, 0.5],
    [0.5, 0.92],
    [0.08, 0.5],
  ],
  near: [
    [0.5, 0.12],
    [0.9, 0.84],
    [0.1, 0.84],
  ],
};

/** A mark with an outline of the ground, which parts it from every shade. Drawn here, so that nothing is requested. */
export function markImage(mark: AreaMark, colour: string, outline: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = MARK_PX;
  canvas.height = MARK_PX;
  const pen = must(canvas.getContext('2d'), 'a page that draws a map can draw on a canvas');
  pen.beginPath();
  for (const [x, y] of SHAPES[mark]) pen.lineTo(x * MARK_PX, y * MARK_PX);
  pen.closePath();
  pen.lineJoin = 'round';
  pen.lineWidth = MARK_PX * 0.14;
  pen.strokeStyle = outline;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
  return pen.getImageData(0, 0, MARK_PX, MARK_PX);
}
