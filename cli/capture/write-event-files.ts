import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_PATHS } from '../../cdk/api-paths.ts';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { CapturedBody } from './captured-bodies.ts';

/** An event file. */
export interface WrittenFile {
  readonly path: string;
  readonly type: string;
  readonly isPartial: boolean;
  /** Whether the folder had a file with this body before. */
  readonly isKnown: boolean;
}

/** Writes an event file for each body. Overwrites no file. */
export function writeEventFiles(folder: string, bodies: readonly CapturedBody[]): readonly WrittenFile[] {
  mkdirSync(folder, { recursive: true });
  return bodies.map((body) => {
    const { type, text, isPartial } = body;
    const name = `${type.replace(/[^A-Za-z0-9]+/g, '-')}-${resourceIdOf(text).slice(0, 8)}`;
    for (let number = 1; ; number += 1) {
      const path = join(folder, `${name}${number === 1 ? '' : `-${number}`}.json`);
      if (existsSync(path) && parseRecord(readFileSync(path, 'utf8'))?.body !== text) continue;
      const isKnown = existsSync(path);
      if (!isKnown) writeFileSync(path, `${JSON.stringify(toEvent(body), null, 2)}\n`);
      return { path, type, isPartial, isKnown };
    }
  });
}

function resourceIdOf(text: string): string {
  const { resource, resources } = parseRecord(text) ?? {};
  const [first] = Array.isArray(resources) ? resources : [];
  const id = recordOf(resource).id ?? recordOf(first).id;
  return typeof id === 'string' ? id.replace(/[^A-Za-z0-9]+/g, '') : 'event';
}

/** Returns the request as API Gateway passes it to the endpoint. A stored signature would be too old, so it has zeros. */
function toEvent({ text }: CapturedBody) {
  const isAction = parseRecord(text)?.action_id !== undefined;
  const path = isAction ? API_PATHS.actions : API_PATHS.webhooks;
  const userAgent = 'Frame.io V4 API';
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'user-agent': userAgent,
      'x-frameio-request-timestamp': '1604004499',
      'x-frameio-signature': `v0=${'0'.repeat(64)}`,
    },
    requestContext: {
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `POST ${path}`,
      stage: '$default',
    },
    body: text,
    isBase64Encoded: false,
  };
}
