import type { Refusal } from '../domain/refusals.ts';
import type { Beat, Frame, Hello, HelloReply, ScreenReport, Snapshot } from './sync.ts';

/** What a socket's answer to an action or a hello is when it is a no. */
export interface RefusedReply {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Namespace `/live`, hub to screen. */
export interface HubToScreen {
  'sync:frame': (frame: Frame) => void;
  'sync:snapshot': (snapshot: Snapshot) => void;
  'sync:beat': (beat: Beat) => void;
}

/** Namespace `/live`, screen to hub. */
export interface ScreenToHub {
  'sync:hello': (hello: Hello, reply: (answer: HelloReply | RefusedReply) => void) => void;
  'screen:report': (report: ScreenReport) => void;
}
