import type { IncomingHttpHeaders } from 'node:http';
import type { Listener } from './listen.ts';

/** Names of this machine in the `Host` header of a program that runs on it. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Responds 403 to requests that a website makes through a browser of this machine. Such a request has the `Origin` of the
 * website or, if the website's name resolves to this machine, its name as `Host`.
 *
 * @param allowedNames - Further names of this machine, without the port.
 */
export function refuseWebsites(listener: Listener, allowedNames: readonly string[] = []): Listener {
  const names = [...LOOPBACK_NAMES, ...allowedNames];
  return (request, response) => {
    if (isLocal(request.headers, names)) return listener(request, response);
    const message = 'This server is for programs on this machine. Send its own address as Host, and no other Origin.';
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(`${JSON.stringify({ message })}\n`);
  };
}

function isLocal({ host = '', origin }: IncomingHttpHeaders, names: readonly string[]): boolean {
  if (!names.includes(host.replace(/:\d+$/, '').toLowerCase())) return false;
  return origin === undefined || origin === `http://${host}`;
}
