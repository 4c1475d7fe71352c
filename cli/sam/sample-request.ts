import { readFileSync } from 'node:fs';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';

/** A request in an event file. */
export interface SampleRequest {
  /** The whole file: an event of API Gateway. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The delivery of Frame.io in it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Reads an event file. @throws Error that names the file and what is wrong with it. */
export function readSampleRequest(path: string): SampleRequest {
  const event = parseRecord(readText(path));
  if (!event) throw malformed(path, 'is not a JSON object');
  const body = typeof event.body === 'string' ? parseRecord(event.body) : undefined;
  if (!body) throw malformed(path, 'has no `body` with a JSON object as text');
  for (const name of ['account', 'resource', 'user']) {
    if (typeof recordOf(body[name]).id !== 'string') throw malformed(path, `has no \`${name}.id\` in its body`);
  }
  return { event, body };
}

/** Returns the text of the delivery, about a file of the sandbox. */
export function deliveryText({ body }: SampleRequest, state: FrameioState, fileId: string): string {
  const resource = recordOf(body.resource);
  return JSON.stringify({
    ...body,
    account: { ...recordOf(body.account), id: state.account.id },
    resource: resource.type === 'file' ? { ...resource, id: fileId } : resource,
  });
}

/** Returns the event with this text as its body, signed as Frame.io would sign it now. */
export function signRequest({ event }: SampleRequest, text: string, secret: string): object {
  const headers = { ...recordOf(event.headers), ...signedHeaders(text, secret, Math.floor(Date.now() / 1_000)) };
  return { ...event, headers, body: text };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`Expected an event file at ${path}, but it cannot be read. See the folder events/ for examples.`, {
      cause,
    });
  }
}

function malformed(path: string, what: string): Error {
  return new Error(
    `Expected an event of API Gateway in ${path}, but the file ${what}. Compare it with events/file-ready.json.`,
  );
}
