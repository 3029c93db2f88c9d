import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './StartError.ts';

/** Opens the port and says which one it is; port 0 takes any that is free. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
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
