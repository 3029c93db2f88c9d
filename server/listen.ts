import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './StartError.ts';

/** Connections that the kernel keeps until they are accepted: more than all screens that come back in one moment. */
const BACKLOG = 4_096;

/** Opens the port and says which one it is; port 0 takes any that is free. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    // Later ones are failed accepts, when no file descriptor is left: the next connection may get through again.
    server.on('error', () => {});
    server.listen({ port, host, backlog: BACKLOG }, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenFailure(error: Error, host: string, port: number): StartError {
  const code = 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} on ${host} is in use: stop the other program, or choose another --port.`,
    );
  }
  return new StartError(
    `The hub cannot listen on ${host}:${port} (${String(code)}): choose another --host or --port.`,
    {
      cause: error,
    },
  );
}
