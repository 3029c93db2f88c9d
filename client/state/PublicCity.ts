import type { CityPack } from '../../shared/domain/cityPack.ts';

type Named = Pick<CityPack['categories'][number], 'code' | 'names'>;
type Unit = Pick<CityPack['units'][number], 'code' | 'names' | 'kind'>;
type Area = Pick<CityPack['areas'][number], 'code' | 'names' | 'outline'>;

/** The public part of a city pack, as `GET /api/v1/city` answers it. */
export interface PublicCity extends Pick<CityPack, 'id' | 'names' | 'timeZone' | 'languages' | 'bounds'> {
  readonly units: readonly Unit[];
  readonly areas: readonly Area[];
  readonly categories: readonly Named[];
}
