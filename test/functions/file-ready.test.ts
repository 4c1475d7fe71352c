import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { MemoryStore, RetryLater, type WebhookEvent } from 'frameio-lambda';
import { FrameioClient } from 'frameio-lambda/client';
import { describeFile, fileReady } from '../../functions/handlers/file-ready.ts';

const FILE = { id: 'the-file', name: 'Interview.mov', media_type: 'video/quicktime', file_size: 1_234_567 };

/** A comment on the file. */
interface Comment {
  readonly text: string;
  readonly owner: { readonly id: string };
}

/** What Frame.io holds. */
let file: typeof FILE | undefined;
let comments: Comment[];

/** Answers as Frame.io does. The app's user is `me`. */
const frameio = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [path] = String(request.url).split('?');
  switch (`${request.method} ${path}`) {
    case 'GET /v4/me':
      return answer(200, { data: { id: 'me' } });
    case 'GET /v4/accounts/the-account/files/the-file':
      return file ? answer(200, { data: file }) : answer(404, { errors: [{ detail: 'Not found' }] });
    case 'GET /v4/accounts/the-account/files/the-file/comments':
      return answer(200, { data: comments, links: { next: null } });
    case 'POST /v4/accounts/the-account/files/the-file/comments': {
      const { data } = JSON.parse(Buffer.concat(chunks).toString());
      comments.push({ ...data, owner: { id: 'me' } });
      return answer(201, { data: { id: 'the-comment', ...data } });
    }
    default:
      return answer(500, { errors: [{ detail: `Unexpected: ${request.method} ${path}` }] });
  }
});
let baseUrl: string;
beforeAll(async () => {
  await once(frameio.listen(0, '127.0.0.1'), 'listening');
  baseUrl = `http://127.0.0.1:${Object(frameio.address()).port}`;
});
afterAll(() => {
  frameio.closeAllConnections();
  frameio.close();
});
beforeEach(() => {
  file = FILE;
  comments = [];
});

const EVENT: WebhookEvent<'file.ready'> = {
  type: 'file.ready',
  account: { id: 'the-account' },
  accountId: 'the-account',
  workspace: { id: 'the-workspace' },
  workspaceId: 'the-workspace',
  project: undefined,
  projectId: undefined,
  user: undefined,
  userId: undefined,
  resource: { id: FILE.id, type: 'file' },
  resourceId: FILE.id,
  payload: {},
};

/** Runs the handler, by default at the first attempt. */
async function run({ isRetry = false, receivedAt = Date.now() } = {}): Promise<void> {
  await fileReady({
    kind: 'webhook',
    event: EVENT,
    env: {},
    store: new MemoryStore(),
    secrets: { get: async () => '', refresh: async () => '' },
    client: new FrameioClient({ token: 'token', baseUrl, maxRetries: 0 }),
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    signal: new AbortController().signal,
    enqueue: async () => undefined,
    enqueueEach: async () => undefined,
    handlerName: 'file-ready',
    attempt: isRetry ? 2 : 1,
    receivedAt,
    deliveryKey: 'the-delivery',
    isRetry,
  });
}

const texts = () => comments.map(({ text }) => text);

it('comments on the file with its type and size', async () => {
  await run();
  expect(texts()).toEqual(['Interview.mov is ready: QuickTime video, 1.2 MB.']);
});

it('posts no second comment when an earlier attempt posted one, even under another name of the file', async () => {
  comments.push({ text: 'Take 1.mov is ready: QuickTime video, 1.2 MB.', owner: { id: 'me' } });
  await run({ isRetry: true });
  expect(comments).toHaveLength(1);
});

it.each([
  { by: 'another user', comment: { text: 'Interview.mov is ready: QuickTime video, 1.2 MB.', owner: { id: 'other' } } },
  { by: 'the app, about something else', comment: { text: 'Archive it?', owner: { id: 'me' } } },
])('posts its comment at a retry when the only comment is by $by', async ({ comment }) => {
  comments.push(comment);
  await run({ isRetry: true });
  expect(comments).toHaveLength(2);
});

it('asks for a retry when Frame.io does not find the file yet', async () => {
  file = undefined;
  await expect(run()).rejects.toThrow(RetryLater);
});

it('ends without a comment when Frame.io does not find the file after two minutes', async () => {
  file = undefined;
  await run({ receivedAt: Date.now() - 120_000 });
  expect(comments).toEqual([]);
});

it.each([
  ['video/mp4', 48_318_382, 'MP4 video, 48.3 MB'],
  ['video/quicktime', 1_000, 'QuickTime video, 1 KB'],
  ['video/x-matroska', 999, 'MATROSKA video, 999 bytes'],
  ['audio/x-wav', 999_949, 'WAV audio, 999.9 KB'],
  ['image/png', 999_950, 'PNG image, 1 MB'],
  ['application/pdf', 1_500_000_000, 'PDF document, 1.5 GB'],
  ['application/octet-stream', 5_000_000_000_000, 'application/octet-stream, 5 TB'],
  ['', 0, 'a file of unknown type, 0 bytes'],
  [null, 1_000, 'a file of unknown type, 1 KB'],
])('%s of %i bytes is %s', (media_type, file_size, expected) => {
  expect(describeFile({ media_type, file_size })).toBe(expected);
});
