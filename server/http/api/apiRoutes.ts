import type { ApiRoute } from './ApiRoute.ts';
import { commandCase } from './commandCase.ts';
import type { Edge } from './Edge.ts';
import { fileBatch } from './fileBatch.ts';
import { fileCase } from './fileCase.ts';
import { notBuiltYet } from './notBuiltYet.ts';
import { readCase } from './readCase.ts';
import { readCity } from './readCity.ts';
import { readExplain } from './readExplain.ts';
import { readHealth } from './readHealth.ts';
import { readMap } from './readMap.ts';
import { readRates } from './readRates.ts';
import { readTable } from './readTable.ts';

/** Every call of the API but those that describe the API itself. */
export function apiRoutes(edge: Edge): readonly ApiRoute[] {
  return [
    fileCase(edge),
    fileBatch(edge),
    ...readCase(edge),
    ...commandCase(edge),
    readTable(edge),
    readRates(edge),
    readExplain(edge),
    readCity(edge),
    readMap(edge),
    ...readHealth(edge),
    ...notBuiltYet(),
  ];
}
