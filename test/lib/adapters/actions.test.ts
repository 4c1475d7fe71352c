import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchHandler } from '../../../lib/adapters/fetch-handler.ts';
import { nodeHandler } from '../../../lib/adapters/node-handler.ts';
import { App, message } from '../../../lib/index.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { ACTION_SECRET, actionRequest } from '../../support/action-requests.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const DONE = { title: 'Archived', description: 'The file is in cold storage.' };

function makeApp(): App {
  const app = new App({ logger: new MemoryLogger(), actionSigningSecrets: ACTION_SECRET });
  const archive = { name: 'Archive', description: 'Moves the file to cold storage' };
  return app.onAction('studio.archive', archive, () => message(DONE.title, DONE.description));
}

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const post = (url: string) => {
  const { headers, body } = actionRequest();
  return { url, method: 'POST', headers, body };
};

describe('a custom action', () => {
  it.each(['/actions', '/frameio/actions', '/frameio/actions?from=frameio'])(
    'is answered by nodeHandler on %s',
    async (path) => {
      server = await listen(nodeHandler(makeApp()));
      const { url, ...request } = post(`${server.url}${path}`);
      expect(await (await fetch(url, request)).json()).toEqual(DONE);
    },
  );

  it('is answered by nodeHandler in a mount of Express, which shortens the URL of the request', async () => {
    const handle = nodeHandler(makeApp());
    server = await listen((request, response) =>
      handle(Object.assign(request, { originalUrl: request.url, url: '/' }), response),
    );
    const { url, ...request } = post(`${server.url}/actions`);
    expect(await (await fetch(url, request)).json()).toEqual(DONE);
  });

  it('is answered by fetchHandler', async () => {
    const { url, ...request } = post('https://example.com/api/frameio/actions');
    expect(await (await fetchHandler(makeApp())(new Request(url, request))).json()).toEqual(DONE);
  });
});
