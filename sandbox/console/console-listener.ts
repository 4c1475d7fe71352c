import type { Listener } from '../http/listen.ts';
import type { ConsoleAssets } from './console-assets.ts';

/** The page runs its own script only, and calls nothing but this server. Names and comments of Frame.io are never HTML. */
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Serves the console, and passes every other request on. */
export function consoleListener(loadAssets: () => Promise<ConsoleAssets>, next: Listener): Listener {
  return async (request, response) => {
    const { method, url = '/' } = request;
    const path = url.split('?')[0] ?? '/';
    if (method !== 'GET' || !isConsolePath(path)) return next(request, response);
    const loaded = await loadAssets().catch((error: unknown) => String(error));
    if (typeof loaded === 'string') {
      response
        .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
        .end(`Cannot load the console: ${loaded}\n`);
      return;
    }
    const asset = loaded.get(path);
    if (!asset) return next(request, response);
    response.writeHead(200, { 'content-type': asset.contentType, 'cache-control': 'no-cache', ...SECURITY_HEADERS });
    response.end(asset.content);
  };
}

function isConsolePath(path: string): boolean {
  return !path.startsWith('/sandbox/') && !path.startsWith('/v4/');
}
