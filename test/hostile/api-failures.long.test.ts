import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiFault } from '../support/api-faults.ts';
import { DeploymentUnderTest, SHORT_WORKER, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
});
beforeEach(() => {
  fileId = deployment.newFile();
  deployment.endpoint.apiCalls.length = 0;
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
  expect(deployment.batchFailures).toEqual([]);
});
afterAll(() => deployment.stop());

async function enqueue(id = fileId): Promise<void> {
  expect(await deployment.deliver(deployment.genuine({ fileId: id }))).toEqual(QUEUED);
}

describe.each(['GET', 'POST'])('when Frame.io fails a %s', (failing) => {
  it.each<[string, ApiFault]>([
    ['with 500', 500],
    ['with 502', 502],
    ['with 503', 503],
    ['with 504', 504],
    ['by a reset', 'reset'],
    ['with half a body', 'half_body'],
    ['with HTML in place of JSON', 'html'],
  ])('%s, hides the message for at least ten seconds, and completes it once after the fault', async (_, fault) => {
    deployment.endpoint.apiFault = ({ method }) => (method === failing ? fault : undefined);
    await enqueue();
    await deployment.runWorker();
    expect(deployment.hiddenMs).toBeGreaterThan(9_000);
    expect(deployment.hiddenMs).toBeLessThan(22_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});

it.each([
  { status: 403, errorCode: 'forbidden' },
  { status: 422, errorCode: 'unprocessable_entity' },
])(
  'dead-letters the message at once when Frame.io answers $status, and completes it after a redrive',
  async ({ status, errorCode }) => {
    deployment.endpoint.apiFault = status;
    await enqueue();
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    const [letter] = deployment.deadLetters.slice(-1);
    expect(letter).toMatchObject({
      errorCode,
      attempts: '1',
      handlers: 'file-ready',
      reason: expect.stringContaining(`answered ${status}`),
    });
    deployment.endpoint.apiFault = undefined;
    await deployment.queue.send({ body: letter?.body ?? '' });
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  },
);

it('dead-letters the message with the last error after twelve attempts over hours when Frame.io stays down', async () => {
  let calls = 0;
  deployment.endpoint.apiFault = () => {
    calls += 1;
    return 500;
  };
  const startedAt = deployment.clock.now();
  await enqueue();
  await deployment.drain();
  expect(calls).toBe(12);
  expect(deployment.deadLetters.slice(-1)).toMatchObject([{ errorCode: 'server_error', attempts: '12' }]);
  expect(deployment.clock.now() - startedAt).toBeGreaterThan(3_600_000);
});

it('stops the handler before Lambda’s timeout when Frame.io does not respond, and completes it after the fault', () =>
  withDeployment({ mode: 'queued', worker: SHORT_WORKER }, async (own) => {
    const id = own.newFile();
    own.endpoint.apiFault = 'hang';
    expect(await own.deliver(own.genuine({ fileId: id }))).toEqual(QUEUED);
    await own.runWorker();
    expect(own.batchFailures).toEqual([]);
    expect(own.endpoint.logs.join('\n')).toContain('HandlerTimeoutError');
    expect(own.hiddenMs).toBeGreaterThan(9_000);
    own.endpoint.apiFault = undefined;
    await own.drain();
    expect(own.commentsOn(id)).toBe(1);
  }));

it('dead-letters the message with the reason when Frame.io does not support TLS', () => {
  const workerVariables = ({ FRAMEIO_BASE_URL: url = '' }: Readonly<Record<string, string>>) => ({
    FRAMEIO_BASE_URL: url.replace('http:', 'https:'),
  });
  return withDeployment({ mode: 'queued', workerVariables }, async (own) => {
    expect(await own.deliver()).toEqual(QUEUED);
    await own.drain();
    expect(own.deadLetters).toMatchObject([{ errorCode: 'api_connection_failed', attempts: '12' }]);
  });
});

describe('when Frame.io answers 401', () => {
  const tokenFetches = () =>
    deployment.endpoint.secretsManager.calls.filter(({ secretId }) => secretId === 'api-credentials').length;
  const tenFiles = () => Array.from({ length: 10 }, () => deployment.newFile());

  it('fetches the token once and completes all messages, if the token was renewed within the batch', async () => {
    await enqueue();
    await deployment.drain(); // the worker has the token
    deployment.clock.advance(60_000);
    const fileIds = tenFiles();
    for (const id of fileIds) await enqueue(id);
    const { endpoint } = deployment;
    const before = tokenFetches();
    let calls = 0;
    endpoint.apiFault = () => {
      calls += 1;
      if (calls !== 8) return undefined;
      endpoint.frameioState.token = 'canary-of-the-next-token';
      endpoint.secretsManager.put('api-credentials', endpoint.frameioState.token);
      return undefined;
    };
    await deployment.runWorker();
    expect(fileIds.map((id) => deployment.commentsOn(id))).toEqual(fileIds.map(() => 1));
    expect(tokenFetches() - before).toBeLessThanOrEqual(2); // a slow machine may send it again
    expect(endpoint.apiCalls.some(({ status }) => status === 401)).toBe(true);
  });

  it('fetches the token once in half a minute and keeps all messages, if the token was not renewed', async () => {
    const { endpoint, clock } = deployment;
    await enqueue();
    await deployment.drain(); // the worker has the token
    clock.advance(60_000);
    const valid = endpoint.frameioState.token;
    endpoint.frameioState.token = 'canary-of-a-token-nobody-has';
    const fileIds = tenFiles();
    for (const id of fileIds) await enqueue(id);
    const before = tokenFetches();
    await deployment.runWorker();
    expect([1, 2]).toContain(tokenFetches() - before); // a slow machine may send it again
    expect(deployment.queue.messages).toHaveLength(10);
    endpoint.frameioState.token = valid;
    await deployment.drain();
    expect(fileIds.map((id) => deployment.commentsOn(id))).toEqual(fileIds.map(() => 1));
  });
});
