import { afterEach, expect, it } from '@jest/globals';
import { openRange } from '../../../../lib/client/download/media-range.ts';
import { type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';

const CALL = { operation: 'files.download', method: 'GET', path: 'media_links.original' };

let server: ScriptedServer;
afterEach(() => server.close());

/** Requests the rest of a file from a storage that responds as the test defines. */
async function openFrom(start: number, respond: Parameters<typeof scriptedServer>[0], timeoutMs = 60_000) {
  server = await scriptedServer(respond);
  const { signal: abortSignal } = new AbortController();
  return await openRange(new URL(server.url), start, { call: CALL, timeoutMs, abortSignal });
}

it('rejects without a response after timeoutMs', async () => {
  const opened = openFrom(0, () => undefined, 1);
  await expect(opened).rejects.toMatchObject({ ...CALL, code: 'api_timeout', isOutcomeUnknown: false });
});

it.each([
  { name: 'an end at the start, if all bytes were requested', start: 0, status: 416 },
  { name: 'another error with the position of the end', start: 4, status: 500 },
])('rejects for $name', async ({ start, status }) => {
  const opened = openFrom(start, (response) =>
    response.writeHead(status, { 'content-range': `bytes */${start}` }).end('<Error><Code>Wrong</Code></Error>'),
  );
  await expect(opened).rejects.toMatchObject({ code: 'storage_refused', status, reason: 'Wrong' });
});

it('rejects with the status if the connection breaks in the text of an error', async () => {
  const opened = openFrom(0, (response) => {
    response.writeHead(503, { 'content-length': 1_000 }).write('<Error>');
    response.socket?.destroySoon();
  });
  await expect(opened).rejects.toMatchObject({ code: 'storage_refused', status: 503, reason: undefined });
});
