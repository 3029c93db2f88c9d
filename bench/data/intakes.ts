/** Where the made-up cases come from: spread over the areas and categories of the city pack `nyc`. */
const AREAS = ['MANHATTAN', 'BRONX', 'QUEENS', 'BROOKLYN', 'STATEN-ISLAND'];
const CATEGORIES = ['010101', '010102', '010103', '010104', '010201', '010202', '010301'];
const CONTENT =
  '来电人反映小区东门外道路施工，每晚十一点以后仍有大型机械作业，噪声扰民，已持续一周；此前拨打过物业电话，对方称属于市政工程。' +
  '希望有关单位核实是否取得夜间施工许可，并尽快给出处理意见。';

/** Case number `n` as a source would file it, about 540 bytes of JSON. `run` tells one run's cases from another's. */
export function intakeBody(n: number, run = 0) {
  return {
    source: 'bench',
    externalId: `B-${run}-${n}`,
    channel: 'phone',
    kind: 'complaint',
    title: '夜间施工噪声',
    content: CONTENT,
    requester: { phone: '13800000000' },
    location: { lng: -73.9 + (n % 97) / 1e3, lat: 40.7 + (n % 89) / 1e3 },
    streetCode: AREAS[n % AREAS.length] ?? '',
    categoryCode: CATEGORIES[n % CATEGORIES.length] ?? '',
  };
}

/** One `POST /cases`, byte by byte. */
export function caseRequest(n: number, run: number, key: string): Buffer {
  return requestOf('/api/v1/cases', 'application/json', JSON.stringify(intakeBody(n, run)), key);
}

/** One `POST /cases/batch` of the cases from `n` on. */
export function batchRequest(n: number, size: number, run: number, key: string): Buffer {
  const lines = Array.from({ length: size }, (_, i) => `${JSON.stringify(intakeBody(n + i, run))}\n`);
  return requestOf('/api/v1/cases/batch', 'application/x-ndjson', lines.join(''), key);
}

function requestOf(path: string, type: string, body: string, key: string): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
