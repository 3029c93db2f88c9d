import { batchOfCases } from './batchOfCases.ts';
import { compressedOnce } from './compressedOnce.ts';
import { costlyRead } from './costlyRead.ts';
import { eventsAsFrames } from './eventsAsFrames.ts';
import { firstPicture } from './firstPicture.ts';
import { frameToScreens } from './frameToScreens.ts';
import { liveCity } from './liveCity.ts';
import { longLog } from './longLog.ts';
import { mapChanges } from './mapChanges.ts';
import { openCases } from './openCases.ts';
import { quietLine } from './quietLine.ts';
import { rankingAfterEvent } from './rankingAfterEvent.ts';
import { rankingBoard } from './rankingBoard.ts';
import { readyAfterKill } from './readyAfterKill.ts';
import { reconnectStorm } from './reconnectStorm.ts';
import { singleCase } from './singleCase.ts';
import { wallUnderLoad } from './wallUnderLoad.ts';
import type { Target } from './Target.ts';

/** In the order in which they are measured. */
export const TARGETS: readonly Target[] = [
  singleCase,
  batchOfCases,
  frameToScreens,
  compressedOnce,
  eventsAsFrames,
  rankingAfterEvent,
  openCases,
  readyAfterKill,
  liveCity,
  quietLine,
  costlyRead,
  reconnectStorm,
  mapChanges,
  rankingBoard,
  wallUnderLoad,
  firstPicture,
  // Last, since it makes the long history a little longer.
  longLog,
];
