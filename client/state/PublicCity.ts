import type { CityView } from '../../shared/contract/cityView.ts';

/** The public part of a city pack, as `GET /api/v1/city` answers it. */
export type PublicCity = Omit<CityView, 'mode'>;

export type PublicUnit = PublicCity['units'][number];
