/** The states that an area bears a mark for; of several cases the gravest. */
export type AreaMark = 'late' | 'soon' | 'near';
