/**
 * By which definition (口径) each count of the wall is had: the number of its rule in docs/spec.md. Rates name the
 * profile instead, which is in force for one period only.
 */
export const DEFINITIONS = {
  received: 'CTB4',
  open: 'CTB3',
  savable: 'DLT1',
  savableContact: 'OPN8',
  near: 'DLT4',
  overdue: 'DLT8',
  closed: 'CTB4',
  overdueList: 'DLT3',
  areas: 'MAP3',
  units: 'CTB3',
  trend: 'WAL18',
  categories: 'WAL40',
  intake: 'CTB6',
} as const;
