import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { FrameioClient } from 'frameio-lambda/client';
import { fileReady } from '../functions/handlers/file-ready.ts';

const ids = {
  accountId: 'account',
  workspaceId: 'workspace',
  projectId: 'project',
  userId: 'user',
  resourceId: 'file',
};
const event = {
  type: 'file.ready',
  resource: { id: ids.resourceId, type: 'file' },
  account: { id: ids.accountId },
  workspace: { id: ids.workspaceId },
  project: { id: ids.projectId },
  user: { id: ids.userId },
  ...ids,
  payload: {},
} as const;

test('posts a comment with the name of the file', async (context) => {
  const comments: unknown[] = [];
  const frameio = createServer(async (request, response) => {
    const isComment = request.method === 'POST' && request.url === '/v4/accounts/account/files/file/comments';
    if (isComment) comments.push(JSON.parse((await request.toArray()).join('')));
    response.writeHead(isComment ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { id: 'file', name: 'Launch film.mp4' } }));
  });
  context.after(() => frameio.close().closeAllConnections());
  await once(frameio.listen(0, '127.0.0.1'), 'listening');
  const address = frameio.address();
  assert(address !== null && typeof address === 'object');

  const client = new FrameioClient({ token: 'test-token', baseUrl: `http://127.0.0.1:${address.port}` });
  await fileReady({ event, client });

  assert.deepEqual(comments, [{ data: { text: 'Launch film.mp4 is ready.' } }]);
});
