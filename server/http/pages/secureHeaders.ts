import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * What a page may do: nothing but what comes from the hub itself. The socket is named beside `'self'`, since
 * not every browser takes `'self'` to mean it. Over plain HTTP a browser must not be told to use HTTPS, and
 * the headers that only count on trusted origins would each leave a warning on a screen's console.
 */
export function secureHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        workerSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", (request) => socketSource(request.headers.host)],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** The caller wrote the Host header: only what can be a host and a port gets into the policy. */
function socketSource(host: string | undefined): string {
  if (host === undefined || !/^[A-Za-z0-9.-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:]+\](:[0-9]+)?$/.test(host))
    return "'self'";
  return `ws://${host} wss://${host}`;
}
