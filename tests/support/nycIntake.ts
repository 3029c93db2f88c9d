/** A sound intake for the city `nyc`, dispatched by rule; the same number gives the same body. */
export function nycIntake(externalId: string, changes: object = {}): object {
  return {
    source: 'test',
    externalId,
    channel: 'phone',
    kind: 'complaint',
    title: 'No heat since Monday',
    content: 'The radiators of the whole house are cold.',
    streetCode: 'QUEENS',
    categoryCode: '030101',
    ...changes,
  };
}
