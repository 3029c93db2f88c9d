import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { intakeBody } from '../data/intakes.ts';
import { figuresOf, told } from './Figures.ts';

const ROUNDS = 5;
const ROUND_MS = 300;
const PAGE = Buffer.alloc(4096, 7);

/** What the disk and one core can do at all in this very run: nothing that follows can be faster. */
export function rawCeiling(folder: string): string {
  const path = join(folder, 'ceiling');
  const fd = openSync(path, 'w');
  const syncs: number[] = [];
  const parses: number[] = [];
  const text = JSON.stringify(intakeBody(1));
  try {
    for (let round = 0; round < ROUNDS; round++) {
      syncs.push(
        ratePerSecond(() => {
          writeSync(fd, PAGE, 0, PAGE.length, 0);
          fdatasyncSync(fd);
        }),
      );
      parses.push(
        ratePerSecond(() => {
          JSON.parse(text);
        }),
      );
    }
  } finally {
    closeSync(fd);
    rmSync(path);
  }
  const core = told(figuresOf(parses.map((rate) => rate / 1_000)), 'k/s');
  return `fdatasync of 4 KiB ${told(figuresOf(syncs), '/s')}; one core parses a case's JSON ${core}`;
}

function ratePerSecond(act: () => void): number {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    for (let i = 0; i < 10; i++) act();
    count += 10;
  }
  return (count * 1_000) / (performance.now() - startedAt);
}
