import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/wall.css';
import { mount } from 'svelte';
import type { Beat, HelloReply } from '../../shared/contract/sync.ts';
import { must } from '../../shared/lib/assert.ts';
import { Language } from '../i18n/Language.svelte.ts';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { HubLink } from '../link/HubLink.ts';
import { browserFrames } from '../link/browserFrames.ts';
import { frameBatcher } from '../link/frameBatcher.ts';
import { takeScreenToken } from '../link/takeScreenToken.ts';
import { loadCity } from '../state/loadCity.ts';
import { loadMap } from '../state/loadMap.ts';
import { reportScreen } from './reportScreen.ts';
import { warmFonts } from './warmFonts.ts';
import Wall from './Wall.svelte';
import { WallState } from './WallState.ts';

/** Clock, silence and status all follow this one ticker. */
const TICK_MS = 250;
/** Once the numbers, the chart and the map have had their turn. */
const WARM_AFTER_MS = 3_000;
/** A picture of nothing costs a slow machine as much as one of numbers, so the first waits this long for them. */
const NUMBERS_WITHIN_MS = 500;

/** Puts the wall together: the only place that knows the window, the socket and the stores at once. */
function startWall(): void {
  const monotonic = () => performance.now();
  const state = new WallState(new Language({ query: location.search, storage: localStorage }), monotonic, {
    chart: () => import('../charts/TrendChart.svelte'),
    map: () => {
      void loadMap((view) => state.map.load(view));
      return import('../map/AreaMap.svelte');
    },
  });
  const picture = once(() => {
    mount(Wall, { target: must(document.getElementById('wall'), 'the page has no #wall'), props: { state } });
  });
  const publish = (): void => {
    state.publish(link.screen);
    if (link.screen.isSettled) picture();
  };
  const batcher = frameBatcher(publish, browserFrames);
  const link = new HubLink({
    origin: '',
    token: takeScreenToken({ hash: location.hash, storage: localStorage, replaceHash }),
    show: { surface: 'wall', scope: 'city', tables: state.tables.map((table) => table.spec.name) },
    listener: listenFor(state, () => batcher.mark()),
  });
  link.connect();
  setTimeout(picture, NUMBERS_WITHIN_MS);
  setInterval(() => state.tick(), TICK_MS);
  void loadCity((city) => {
    state.city.load(city);
    setTimeout(() => warmFonts(document.fonts, [zh, en, city]), WARM_AFTER_MS);
  });
  reportScreen(state, (report) => link.report(report));
}

function listenFor(state: WallState, changed: () => void) {
  return {
    changed,
    greeted: (reply: HelloReply) => state.greeted(reply),
    refused(refusal: { readonly code: Parameters<WallState['link']['refused']>[0] }) {
      state.link.refused(refusal.code);
    },
    beat: (beat: Beat) => state.beat(beat),
    disconnected: changed,
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

function replaceHash(hash: string): void {
  const fragment = hash === '' ? '' : `#${hash}`;
  history.replaceState(history.state, '', `${location.pathname}${location.search}${fragment}`);
}

startWall();
