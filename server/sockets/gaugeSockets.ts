import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { RoomCaster } from './RoomCaster.ts';
import type { Screens } from './Screens.ts';

/** Counts a connection that was ended, by why. */
export type CountCut = (reason: string) => void;

/** The figures of the sockets. */
export function gaugeSockets(registry: Registry, screens: Screens, caster: RoomCaster): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `whistleboard_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('screens', 'Screens in a room.', () => screens.count);
  gauge('screens_stalled', 'Screens out of their room because they do not read.', () => {
    let stalled = 0;
    for (const screen of screens.all()) if (screen.stalledAt !== undefined) stalled++;
    return stalled;
  });
  gauge('room_packets', 'Packets made for a room since the start.', () => caster.counts.packets);
  gauge(
    'room_deliveries',
    'Packets of rooms handed to a socket since the start.',
    () => caster.counts.deliveries,
  );
}

export function countCuts(registry: Registry): CountCut {
  const cuts = new Counter({
    name: 'whistleboard_socket_cuts_total',
    help: 'Connections ended by the hub, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  return (reason) => cuts.inc({ reason });
}
