import { INTAKE_KEY } from './startEdge.ts';
import type { Edge } from './startEdge.ts';

/** An intake that nothing is wrong with. */
export const SOUND_INTAKE = {
  source: 'test',
  externalId: 'e-1',
  channel: 'phone',
  kind: 'complaint',
  title: '路灯不亮',
  content: '门口的路灯三天不亮了。',
  requester: { name: '张三', phone: '13800138000' },
  location: { lng: 116.4, lat: 39.9 },
  streetCode: 'SOUTH',
  address: '幸福路 1 号',
  categoryCode: '020200',
  level: 'L2',
  reportedAt: '2026-11-21T09:59:00+08:00',
};

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, where it is JSON. */
  readonly json: Record<string, unknown>;
}

export interface CallOptions {
  readonly method?: string;
  readonly key?: string | null;
  readonly body?: string | Uint8Array | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call with the intake key, or with another one, or with none (`null`). */
export async function call(edge: Edge, path: string, options: CallOptions = {}): Promise<Called> {
  const { body, key = INTAKE_KEY } = options;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(edge.url + path, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && !text.includes('\n');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
}

export function file(edge: Edge, changes: object = {}, options: CallOptions = {}): Promise<Called> {
  return call(edge, '/api/v1/cases', { ...options, body: { ...SOUND_INTAKE, ...changes } });
}

/** The faults of a problem as `field: fault`, sorted. */
export function faultsIn(called: Called): readonly string[] {
  const { faults } = called.json;
  if (!Array.isArray(faults)) return [];
  return faults.map(({ field, fault }: { field: string; fault: string }) => `${field}: ${fault}`).sort();
}
