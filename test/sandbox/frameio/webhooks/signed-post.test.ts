import { afterEach, expect, it } from '@jest/globals';
import { signedHeaders } from '../../../../sandbox/frameio/webhooks/signed-headers.ts';
import { sendSignedPost } from '../../../../sandbox/frameio/webhooks/signed-post.ts';
import { type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';

const BODY = '{"type":"studio.archive"}';
const HEADERS = signedHeaders(BODY, 'a-signing-secret', 1_700_000_000);

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

it('sends the body unchanged, and returns the response', async () => {
  server = await scriptedServer((response) => response.writeHead(202, { 'apigw-requestid': 'r' }).end('done'));
  const result = await sendSignedPost({ url: server.url, body: BODY, headers: HEADERS });
  expect(result).toEqual({ status: 202, body: 'done', requestId: 'r', durationMs: expect.any(Number) });
  expect(server.seen).toMatchObject([{ method: 'POST', body: BODY, headers: HEADERS }]);
});

it.each(['example.com/actions', 'ftp://example.com', ''])('reports that %j is not a URL', async (url) => {
  const result = await sendSignedPost({ url, body: BODY, headers: HEADERS });
  expect(result).toMatchObject({ status: undefined, error: expect.stringContaining('http:// or https://') });
});

it('reports a response that breaks off', async () => {
  server = await scriptedServer((response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
  });
  const result = await sendSignedPost({ url: server.url, body: BODY, headers: HEADERS });
  expect(result).toMatchObject({ status: undefined, error: expect.any(String) });
});

it.each([
  { name: 'before the response', respond: () => undefined },
  { name: 'within the response', respond: (response: { write: (text: string) => unknown }) => response.write('{') },
])('reports why it was ended $name', async ({ respond }) => {
  const end = new AbortController();
  server = await scriptedServer((response) => {
    respond(response);
    setImmediate(() => end.abort(new Error('no response within 5 s')));
  });
  const result = await sendSignedPost({ url: server.url, body: BODY, headers: HEADERS, signal: end.signal });
  expect(result).toMatchObject({ status: undefined, error: 'no response within 5 s' });
});
