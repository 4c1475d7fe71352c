import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { fileReady } from '../../functions/handlers/file-ready.ts';
import { App } from '../../lib/app/app.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import type { HandlerResult } from '../../lib/dispatch/handler-result.ts';
import type { IdempotencyStore } from '../../lib/idempotency/idempotency-store.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { webhookEvent } from '../support/events.ts';
import { MemoryLogger } from '../support/memory-logger.ts';

let frameioState: FrameioState;
let calls: string[];
let server: LocalServer;
let client: FrameioClient;
beforeEach(async () => {
  frameioState = new FrameioState();
  calls = [];
  const onCall = ({ method, path }: { method: string; path: string }) => void calls.push(`${method} ${path}`);
  server = await listen(frameioListener({ state: frameioState, onCall, now: () => Date.now() * 1_000 })); // no limit is met
  client = new FrameioClient({ token: frameioState.token, baseUrl: server.url });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

/** Runs the handler on a file after an attempt with an unknown outcome. */
async function repeat(fileId: string): Promise<HandlerResult | undefined> {
  const idempotencyStore: IdempotencyStore = {
    runOnce: async (_, work) => {
      await work({ isRetry: true, failures: 1 });
      return { kind: 'completed' };
    },
  };
  const app = new App({ client, idempotencyStore, logger: new MemoryLogger() }).onWebhook('file.ready', fileReady);
  const event = { ...webhookEvent(), accountId: frameioState.account.id, resourceId: fileId };
  const details = { deliveryKey: 'key', correlationId: 'id', attempt: 2, receivedAt: Date.now() };
  const [result] = await app.dispatch(event, 10_000, details);
  return result;
}

const newFile = () => frameioState.addFile({ name: 'Interview.mov', fileSize: 1_234_567 }).id;
const commentUnderOldName = 'Take 1.mov is ready: QuickTime video, 1.2 MB.';
const posts = () => calls.filter((call) => call.startsWith('POST '));
const userRequests = () => calls.filter((call) => call === 'GET /v4/me');

it('finds its comment after the file was renamed', async () => {
  const fileId = newFile();
  frameioState.addComment(fileId, { text: commentUnderOldName });
  expect(await repeat(fileId)).toMatchObject({ outcome: 'completed' });
  expect(posts()).toEqual([]);
});

it.each([0, 75, 149])('finds its comment among 150, of which %i come before it', async (before) => {
  const fileId = newFile();
  for (let number = 0; number < 150; number += 1) {
    frameioState.addComment(fileId, number === before ? { text: commentUnderOldName } : { text: `Note ${number}` });
  }
  expect(await repeat(fileId)).toMatchObject({ outcome: 'completed' });
  expect(posts()).toEqual([]);
});

it('posts its comment when only another user’s comment has its words', async () => {
  const fileId = newFile();
  frameioState.addComment(fileId, { text: 'More than 50 GB: archive it?' });
  frameioState.addComment(fileId, { text: commentUnderOldName }, frameioState.uploader);
  expect(await repeat(fileId)).toMatchObject({ outcome: 'completed' });
  expect(posts()).toHaveLength(1);
});

it('requests its user once for many files, and never when no comment has its words', async () => {
  expect(await repeat(newFile())).toMatchObject({ outcome: 'completed' });
  expect(userRequests()).toHaveLength(0);
  for (let number = 0; number < 3; number += 1) {
    const fileId = newFile();
    frameioState.addComment(fileId, { text: commentUnderOldName });
    await repeat(fileId);
  }
  expect(userRequests()).toHaveLength(1);
});

it('finds its comment when a new token belongs to another user', async () => {
  const [first, second] = [newFile(), newFile()];
  frameioState.addComment(first, { text: commentUnderOldName });
  await repeat(first);
  frameioState.addComment(second, { text: commentUnderOldName }, frameioState.uploader);
  jest.spyOn(FrameioState.prototype, 'user', 'get').mockReturnValue(frameioState.uploader);
  await repeat(second);
  expect(posts()).toEqual([]);
});
