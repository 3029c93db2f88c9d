/** The channels of a city whose pack names none: those that a hotline usually has. */
export const DEFAULT_CHANNELS = [
  { code: 'phone', names: { zh: '电话', en: 'Phone' }, aliases: [] },
  { code: 'web', names: { zh: '网站', en: 'Web' }, aliases: [] },
  { code: 'app', names: { zh: '客户端', en: 'App' }, aliases: [] },
  { code: 'wechat', names: { zh: '微信', en: 'WeChat' }, aliases: [] },
  { code: 'grid', names: { zh: '网格', en: 'Grid' }, aliases: [] },
  { code: 'patrol', names: { zh: '巡查', en: 'Patrol' }, aliases: [] },
  { code: 'mail', names: { zh: '信件', en: 'Mail' }, aliases: [] },
  { code: 'import', names: { zh: '导入', en: 'Import' }, aliases: [] },
];
