import { findRoute } from '../frameio/api/router.ts';
import type { Listener } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { API_VERSION, API_VERSION_HEADER } from '../sandbox-api.ts';
import { toPrintableJson } from '../terminal/escape-controls.ts';
import type { ControlResponse } from './control-response.ts';
import type { ControlRoute, StreamedResponse } from './control-route.ts';

/** A submission may have long texts. */
const MAX_BODY_BYTES = 1_000_000;

/** Serves the sandbox's own API, beside Frame.io's. The shapes of its JSON are in `sandbox-api.ts`. */
export function controlApiListener(routes: readonly ControlRoute[]): Listener {
  return async (request, response) => {
    response.setHeader(API_VERSION_HEADER, API_VERSION);
    const { method = 'GET', url = '/', headers } = request;
    const { pathname, searchParams: query } = new URL(url, 'http://localhost');
    const route = findRoute(routes, method, pathname);
    const call = { query, headers, readBody: () => readBody(request, MAX_BODY_BYTES) };
    const result: ControlResponse | StreamedResponse = route
      ? await route.operation.handle({ ...call, ids: route.ids })
      : unknownRoute(routes, pathname);
    if ('stream' in result) return result.stream(response);
    response.writeHead(result.status, { 'content-type': 'application/json' }).end(`${toPrintableJson(result.body)}\n`);
  };
}

function unknownRoute(routes: readonly ControlRoute[], path: string): ControlResponse {
  const others = routes.filter(({ method }) => findRoute(routes, method, path)).map(({ method }) => method);
  if (others.length > 0) {
    return { status: 405, body: { error: `Use ${[...new Set(others)].join(' or ')} for ${path}.` } };
  }
  const known = routes.map((route) => `${route.method} ${route.path.replaceAll('{', '<').replaceAll('}', '>')}`);
  const error = `This server has Frame.io’s API under /v4, and the sandbox’s own API: ${known.join(', ')}.`;
  return { status: 404, body: { error } };
}
