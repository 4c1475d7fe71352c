import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import type { WebhookEventName } from '../../lib/events/event-map.ts';
import type { ApiFault } from '../support/api-faults.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

let deployment: DeploymentUnderTest;
let fileId: string;

/** Deploys an app that replies to each comment with a comment. */
function deployed(variables: Readonly<Record<string, string>>, settings: Partial<typeof SHORT_WORKER> = {}): void {
  beforeAll(async () => {
    const workerVariables = () => variables;
    const options = { mode: 'queued', app: 'misbehaving-app', worker: settings, workerVariables } as const;
    deployment = await DeploymentUnderTest.start(options);
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

/** Delivers an event of a comment by the app's user or by another one. */
async function comment(
  by: 'app' | 'other',
  id = `comment-${Math.random()}`,
  type: WebhookEventName = 'comment.created',
): Promise<void> {
  const { frameioState } = deployment.endpoint;
  const user = by === 'app' ? frameioState.user : frameioState.uploader;
  const resource = { id, type: 'comment' };
  const body = deployment.endpoint.body({ type, resource, user: { id: user.id }, file_id: fileId });
  expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(response(202, 'queued'));
}

const appComments = () => deployment.endpoint.frameioState.commentsOf(fileId);

/** Delivers each comment of the app until there are no more, or five. */
async function deliverAppComments(): Promise<number> {
  let delivered = 0;
  for (let next = appComments()[delivered]; next && delivered < 5; next = appComments()[delivered]) {
    delivered += 1;
    await comment('app', next.id);
    await deployment.drain();
  }
  return delivered;
}

describe('an app that replies to comments', () => {
  deployed({});

  it('replies to other users, but not to itself', async () => {
    await comment('other');
    await deployment.drain();
    expect(appComments()).toHaveLength(1);
    expect(await deliverAppComments()).toBe(1);
    expect(appComments()).toHaveLength(1);
    const skipped = deployment.endpoint.logs
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'self event skipped');
    expect(skipped).toMatchObject([{ correlation_id: expect.any(String), attempt: 1 }]);
  });

  it.each(COMMENT_EVENTS)('replies to other users, but not to itself: %s', async (type) => {
    await comment('app', 'comment-of-the-app', type);
    await comment('other', 'comment-of-another-user', type);
    await deployment.drain();
    expect(appComments().map(({ text }) => text)).toEqual(['Thank you for comment-of-another-user.']);
  });

  it('requests its user at most once for ten events', async () => {
    const userRequests = () => deployment.endpoint.apiCalls.filter(({ path }) => path === '/v4/me').length;
    const before = userRequests();
    for (let number = 0; number < 10; number += 1) await comment('app');
    await deployment.drain();
    expect(userRequests() - before).toBeLessThanOrEqual(1);
    expect(appComments()).toEqual([]);
  });

  it.each<[string, ApiFault]>([
    ['fails', 500],
    ['allows no more calls', { status: 429 }],
  ])('replies to no comment while its user is unknown because Frame.io %s', (_, fault) => repliesToNobody(fault));
});

describe('an app that replies to comments, with a short timeout', () => {
  deployed({}, SHORT_WORKER);

  it('replies to no comment while its user is unknown because Frame.io does not respond', () =>
    repliesToNobody('hang'));
});

/** Sends comments to a worker that cannot fetch its user. */
async function repliesToNobody(fault: ApiFault): Promise<void> {
  await deployment.killWorker(); // the next one does not know its user
  deployment.endpoint.apiFault = ({ path }) => (path === '/v4/me' ? fault : undefined);
  await comment('app');
  await comment('other');
  await deployment.runWorker();
  expect(deployment.batchFailures).toEqual([]);
  expect(appComments()).toEqual([]);
  expect(deployment.queue.messages).toHaveLength(2);
  deployment.endpoint.apiFault = undefined;
  await deployment.drain();
  expect(appComments()).toHaveLength(1);
}

describe('an app that handles its own events', () => {
  deployed({ HANDLE_SELF_EVENTS: 'yes' });

  it('replies to itself without end', async () => {
    await comment('other');
    await deployment.drain();
    expect(await deliverAppComments()).toBe(5);
  });
});
