import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { ApiFault } from '../support/api-faults.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;

/** Starts a deployment for the tests of a `describe`, and looks after each that nothing is left and nothing leaked. */
function deployed(mode: DeliveryMode): void {
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, worker: SHORT_WORKER });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
    deployment.endpoint.apiCalls.length = 0;
    deployment.endpoint.logs.length = 0;
  });
  afterEach(async () => {
    const { leaks } = deployment.endpoint;
    await deployment.reset();
    expect(leaks).toEqual([]);
    expect(deployment.batchFailures).toEqual([]);
  });
  afterAll(() => deployment.stop());
}

const enqueue = async (id = fileId) =>
  expect(await deployment.deliver(deployment.genuine({ fileId: id }))).toEqual(QUEUED);
const files = (count: number) => Array.from({ length: count }, () => deployment.newFile());
const comments = (ids: readonly string[]) => ids.map((id) => deployment.commentsOn(id));
const once = (ids: readonly string[]) => ids.map(() => 1);
const log = () => deployment.endpoint.logs.join('\n');

describe('a worker whose Frame.io', () => {
  deployed('queued');

  describe('answers 429', () => {
    it.each<[string, Record<string, string>, number, number]>([
      ['without headers', {}, 1_000, 3_000],
      [
        'with its limit',
        { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000' },
        30_000,
        32_000,
      ],
      ['with retry-after', { 'retry-after': '120' }, 120_000, 122_000],
      ['with rubbish for retry-after', { 'retry-after': 'soon' }, 1_000, 3_000],
      ['with a retry-after of the past', { 'retry-after': '-60' }, 1_000, 3_000],
      ['with a retry-after of years', { 'retry-after': '99999999' }, 11 * 3_600_000, 12 * 3_600_000],
    ])('%s: the message is hidden for so long, and nobody waits to ask again', async (_, headers, least, most) => {
      let calls = 0;
      deployment.endpoint.apiFault = () => {
        calls += 1;
        return { status: 429, headers };
      };
      await enqueue();
      await deployment.runWorker();
      expect(calls).toBe(1);
      expect(deployment.batchFailures).toEqual([]);
      expect(deployment.hiddenMs).toBeGreaterThan(least - 1_000);
      expect(deployment.hiddenMs).toBeLessThan(most);
      deployment.endpoint.apiFault = undefined;
      await deployment.drain();
      expect(deployment.commentsOn(fileId)).toBe(1);
    });

    it('again and again: it is never given up for that', async () => {
      let refusals = 0;
      deployment.endpoint.apiFault = () => (++refusals <= 30 ? { status: 429 } : undefined);
      await enqueue();
      await deployment.drain();
      expect(refusals).toBeGreaterThan(30);
      expect(deployment.commentsOn(fileId)).toBe(1);
      expect(deployment.deadLetters).toEqual([]);
    });

    it.each([
      [60, 'over four workers', { maxConcurrency: 4 }],
      [200, 'as deployed', {}],
    ])('to a storm of %i messages %s: all are done, each once, and none is given up', async (count, _, polling) => {
      const ids = files(count);
      for (const id of ids) await enqueue(id);
      const { clock, endpoint } = deployment;
      endpoint.apiNow = () => clock.now();
      await deployment.drain(polling);
      endpoint.apiNow = () => Date.now() * 1_000;
      expect(comments(ids)).toEqual(once(ids));
      expect(deployment.deadLetters).toEqual([]);
      const refusals = endpoint.apiCalls.filter(({ status }) => status === 429).length;
      expect(refusals).toBeGreaterThan(0);
      expect(refusals).toBeLessThan(10 * count);
    });
  });

  describe('answers 401', () => {
    const secretCalls = () =>
      deployment.endpoint.secretsManager.calls.filter(({ secretId }) => secretId === 'api-credentials').length;

    it('as the token expires in the middle of a batch: the secret is fetched once, and all are done', async () => {
      const ids = files(10);
      for (const id of ids) await enqueue(id);
      const { endpoint } = deployment;
      const before = secretCalls();
      let number = 0;
      endpoint.apiFault = () => {
        number += 1;
        if (number !== 8) return undefined;
        endpoint.frameioState.token = 'canary-of-the-next-token';
        endpoint.secretsManager.put('api-credentials', endpoint.frameioState.token);
        return undefined;
      };
      await deployment.runWorker();
      expect(comments(ids)).toEqual(once(ids));
      expect(secretCalls() - before).toBe(2); // both versions
      expect(endpoint.apiCalls.some(({ status }) => status === 401)).toBe(true);
    });

    it('as nobody has renewed the token yet: it is asked for every half minute at most, and nothing is lost', async () => {
      const { endpoint, clock } = deployment;
      clock.advance(60_000);
      const good = endpoint.frameioState.token;
      endpoint.frameioState.token = 'canary-of-a-token-nobody-has';
      const ids = files(10);
      for (const id of ids) await enqueue(id);
      const before = secretCalls();
      await deployment.runWorker();
      expect(secretCalls() - before).toBe(2);
      expect(deployment.queue.messages).toHaveLength(10);
      endpoint.frameioState.token = good;
      await deployment.drain();
      expect(comments(ids)).toEqual(once(ids));
    });
  });

  it.each([
    [403, 'forbidden'],
    [422, 'unprocessable_entity'],
  ])('answers %i: dead at once, with the reason, and put back it is done', async (status, errorCode) => {
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
  });

  describe.each(['GET', 'POST'])('fails a %s', (failing) => {
    it.each<[string, ApiFault]>([
      ['with 500', 500],
      ['with 502', 502],
      ['with 503', 503],
      ['with 504', 504],
      ['by a reset', 'reset'],
      ['with half a body', 'half_body'],
      ['with HTML for JSON', 'html'],
    ])('%s: the message is hidden ten seconds and more, and done once when Frame.io is back', async (_, fault) => {
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

  it('does not answer: the handlers’ time is up before Lambda’s is, and it is done when Frame.io is back', async () => {
    deployment.endpoint.apiFault = 'hang';
    await enqueue();
    await deployment.runWorker();
    expect(log()).toContain('HandlerTimeoutError');
    expect(deployment.hiddenMs).toBeGreaterThan(9_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('is down for good: given up after twelve attempts and some hours, with the last error', async () => {
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
});

it('speaks no TLS: the message is tried like any other, and given up with the reason', async () => {
  const other = await DeploymentUnderTest.start({
    mode: 'queued',
    workerVariables: ({ FRAMEIO_BASE_URL: url = '' }) => ({ FRAMEIO_BASE_URL: url.replace('http:', 'https:') }),
  });
  expect(await other.deliver()).toEqual(QUEUED);
  await other.drain();
  expect(other.deadLetters).toMatchObject([{ errorCode: 'api_connection_failed', attempts: '12' }]);
  expect(other.endpoint.leaks).toEqual([]);
  await other.stop();
});

describe.each<DeliveryMode>(['inline', 'queued'])('%s: an event about a file', (mode) => {
  deployed(mode);

  it('that cannot be found yet is tried again after half a minute, and done', async () => {
    deployment.endpoint.apiFault = 404;
    await enqueue();
    await deployment.runWorker();
    await deployment.runWorker();
    expect(deployment.hiddenMs).toBeGreaterThan(29_000);
    expect(deployment.hiddenMs).toBeLessThan(33_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.deadLetters).toEqual([]);
  });

  it('that has been deleted is done after two minutes: there is nothing to note, and nobody to tell', async () => {
    const startedAt = deployment.clock.now();
    deployment.endpoint.frameioState.deleteFile(fileId);
    await enqueue();
    await deployment.drain();
    expect(log()).toContain('file was deleted meanwhile, nothing to note');
    expect(deployment.deadLetters).toEqual([]);
    const seconds = (deployment.clock.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(119);
    expect(seconds).toBeLessThan(200);
  });

  it('whose deletion is told before that it is ready ends like that, too', async () => {
    deployment.endpoint.frameioState.deleteFile(fileId);
    const body = deployment.endpoint.body({ type: 'file.deleted', resource: { id: fileId, type: 'file' } });
    const answer = await deployment.deliver(deployment.genuine({ body }));
    expect(answer).toEqual(mode === 'inline' ? response(200, 'unhandled') : QUEUED);
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    await enqueue();
    await deployment.drain();
    expect(log()).toContain('file was deleted meanwhile');
    expect(deployment.deadLetters).toEqual([]);
  });

  it('that is told to be ready again after it was deleted and restored is done once', async () => {
    const first = await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.drain();
    deployment.clock.advance(60_000);
    const again = await deployment.deliver(deployment.genuine({ fileId }));
    await deployment.drain();
    expect([first, again]).toEqual(
      mode === 'inline' ? [response(200, 'completed'), response(200, 'completed')] : [QUEUED, QUEUED],
    );
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('that the app may not comment on is given up by the worker, with the reason, and put back it is done', async () => {
    deployment.endpoint.apiFault = 403;
    await enqueue();
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    const letter = deployment.deadLetters.at(-1);
    expect(letter).toMatchObject({
      errorCode: 'forbidden',
      handlers: 'file-ready',
      reason: expect.stringContaining('answered 403'),
    });
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ handlers: ['file-ready'] });
    deployment.endpoint.apiFault = undefined;
    await deployment.queue.send({ body: letter?.body ?? '' });
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});
