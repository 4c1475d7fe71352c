import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import type { WebhookEventName } from '../../lib/index.ts';
import type { ApiFault } from '../support/api-faults.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { hostileWorker } from '../support/hostile-bundle.ts';

let deployment: DeploymentUnderTest;
let fileId: string;

/** Starts an app that answers each comment with a comment. */
function deployed(variables: Readonly<Record<string, string>>): void {
  beforeAll(async () => {
    const worker = { ...SHORT_WORKER, ...(await hostileWorker('loop-guard')) };
    deployment = await DeploymentUnderTest.start({ mode: 'queued', worker, workerVariables: () => variables });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
    expect(deployment.deadLetters).toEqual([]);
  });
  afterAll(() => deployment.stop());
}

/** Delivers that somebody has written a comment, or done something else with it. */
async function comment(
  by: 'us' | 'somebody',
  id = `comment-${Math.random()}`,
  type: WebhookEventName = 'comment.created',
): Promise<void> {
  const { frameioState } = deployment.endpoint;
  const user = by === 'us' ? frameioState.user : frameioState.uploader;
  const resource = { id, type: 'comment' };
  const body = deployment.endpoint.body({ type, resource, user: { id: user.id }, file_id: fileId });
  expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(response(202, 'queued'));
}

const ours = () => deployment.endpoint.frameioState.commentsOf(fileId);

/** Delivers each comment of ours that has not been delivered, until there are no more, or five. */
async function echo(): Promise<number> {
  let delivered = 0;
  for (let next = ours()[delivered]; next && delivered < 5; next = ours()[delivered]) {
    delivered += 1;
    await comment('us', next.id);
    await deployment.drain();
  }
  return delivered;
}

describe('an app that answers comments with a comment', () => {
  deployed({});

  it('answers others, and not itself', async () => {
    await comment('somebody');
    await deployment.drain();
    expect(ours()).toHaveLength(1);
    expect(await echo()).toBe(1);
    expect(ours()).toHaveLength(1);
    const skipped = deployment.endpoint.logs
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'self event skipped');
    expect(skipped).toMatchObject([{ correlation_id: expect.any(String), attempt: 1 }]);
  });

  it.each(COMMENT_EVENTS)('answers others, and not itself, when what happened is %s', async (type) => {
    await comment('us', 'comment-of-ours', type);
    await comment('somebody', 'comment-of-somebody', type);
    await deployment.drain();
    expect(ours().map(({ text }) => text)).toEqual(['Thank you for comment-of-somebody.']);
  });

  it('asks once who it is', async () => {
    const asked = () => deployment.endpoint.apiCalls.filter(({ path }) => path === '/v4/me').length;
    const before = asked();
    for (let number = 0; number < 10; number += 1) await comment('us');
    await deployment.drain();
    expect(asked() - before).toBeLessThanOrEqual(1);
    expect(ours()).toEqual([]);
  });

  it.each<[string, ApiFault]>([
    ['fails', 500],
    ['allows no more calls', { status: 429 }],
    ['does not answer', 'hang'],
  ])('answers nobody as long as Frame.io does not say who it is: Frame.io %s', async (_, fault) => {
    await deployment.killWorker(); // the next one does not know yet
    deployment.endpoint.apiFault = ({ path }) => (path === '/v4/me' ? fault : undefined);
    await comment('us');
    await comment('somebody');
    await deployment.runWorker();
    expect(deployment.batchFailures).toEqual([]);
    expect(ours()).toEqual([]);
    expect(deployment.queue.messages).toHaveLength(2);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(ours()).toHaveLength(1);
  });
});

describe('an app that wants to hear itself', () => {
  deployed({ HEARS_ITSELF: 'yes' });

  it('does, and has to stop by itself', async () => {
    await comment('somebody');
    await deployment.drain();
    expect(await echo()).toBe(5);
  });
});
