import { batchRequest, caseRequest } from '../data/intakes.ts';
import { HttpConnection } from '../wire/HttpConnection.ts';

export interface Load {
  readonly port: number;
  readonly key: string;
  readonly connections: number;
  readonly posts: number;
  /** Cases in one POST; 1 is the single case's own path. */
  readonly casesAPost: number;
  /** Tells one load's cases from another's. */
  readonly run: number;
}

export interface LoadDone {
  readonly casesPerSecond: number;
}

/** A closed loop: every connection sends its next request when it has the answer to its last. */
export const httpLoadSide = {
  async run(load: Load): Promise<LoadDone> {
    const requests = requestsOf(load);
    const connections = await Promise.all(
      Array.from({ length: load.connections }, () => HttpConnection.open(load.port)),
    );
    const startedAt = performance.now();
    await Promise.all(connections.map((connection) => drain(connection, requests)));
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const connection of connections) connection.close();
    return { casesPerSecond: (load.posts * load.casesAPost) / seconds };
  },
};

/** Made before the clock starts: the load must not be what is measured. */
function requestsOf({ posts, casesAPost, run, key }: Load): Buffer[] {
  return Array.from({ length: posts }, (_, n) =>
    casesAPost === 1 ? caseRequest(n, run, key) : batchRequest(n * casesAPost, casesAPost, run, key),
  );
}

async function drain(connection: HttpConnection, requests: Buffer[]): Promise<void> {
  for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
    const { status, body } = await connection.send(next);
    if (status !== 200 && status !== 201) throw new Error(`a POST was answered ${status}: ${body}`);
    // In a batch each line has a status of its own.
    if (status === 200 && body.includes('"code":')) throw new Error(`a line was refused: ${body}`);
  }
}
