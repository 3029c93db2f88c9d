import { cityViewSchema } from '../../../shared/contract/cityView.ts';
import type { CityView } from '../../../shared/contract/cityView.ts';
import type { Hub } from '../../hub/Hub.ts';
import { JSON_TYPE } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';
import { FixedText } from './FixedText.ts';

/** `GET /city`: what a screen needs to show codes as names. */
export function readCity({ hub }: Edge): ApiRoute {
  const body = cityView(hub);
  const fixed = new FixedText(JSON.stringify(body));
  return {
    method: 'GET',
    path: '/api/v1/city',
    audience: 'anyone',
    summary: 'The public part of the city pack: names, tiers, units, areas, categories.',
    answer: {
      status: 200,
      type: JSON_TYPE,
      schema: cityViewSchema,
      description: 'The same until a restart.',
    },
    refusals: [],
    handle: () => ({ status: 200, type: JSON_TYPE, body, fixed }),
  };
}

function cityView({ city, mode }: Hub): CityView {
  const { id, names, timeZone, languages, bounds, tiers, profiles, units, areas, categories, channels } =
    city.pack;
  return {
    id,
    names,
    timeZone,
    languages,
    bounds,
    mode,
    tiers,
    profiles,
    units: units.map(({ code, names: called, kind, parentCode, tier, activeFrom, activeTo }) => ({
      code,
      names: called,
      kind,
      ...(parentCode === undefined ? {} : { parentCode }),
      ...(tier === undefined ? {} : { tier }),
      ...(activeFrom === undefined ? {} : { activeFrom }),
      ...(activeTo === undefined ? {} : { activeTo }),
    })),
    areas: areas.map(({ code, names: called, parentCode }) => ({
      code,
      names: called,
      ...(parentCode === undefined ? {} : { parentCode }),
    })),
    categories: categories.map(({ code, names: called }) => ({ code, names: called })),
    channels: channels.map(({ code, names: called }) => ({ code, names: called })),
  };
}
