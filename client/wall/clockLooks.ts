import type { ClockColour } from '../../shared/domain/vocabulary.ts';
import { ALARM_MARKS } from '../styles/alarmMarks.ts';

/** Shape and tokens of a clock's colour; a colour is never told by itself. */
export interface ClockLook {
  readonly shape: string;
  /** The token of the shape and the bar. */
  readonly colour: string;
  /** The token of the words beside it. */
  readonly ink: string;
}

const { near, soon, late, severe } = ALARM_MARKS;

export const CLOCK_LOOKS: Readonly<Record<ClockColour, ClockLook>> = {
  green: { shape: '○', colour: '--ink-muted', ink: '--ink' },
  yellow: { shape: near.shape, colour: near.colour, ink: near.colour },
  orange: { shape: soon.shape, colour: soon.colour, ink: soon.colour },
  red: { shape: late.shape, colour: late.colour, ink: '--alarm-late-text' },
  darkRed: { shape: severe.shape, colour: severe.colour, ink: '--alarm-late-text' },
};
