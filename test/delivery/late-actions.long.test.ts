import { expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { type DeploymentUnderTest, withDeployment } from '../support/deployment-under-test.ts';
import { until } from '../support/until.ts';

/** More than the time that the lock of an attempt lasts. */
const LOCK_MS = 16_000;

const DATA = { tier: 'cold', notify: false, note: 'x' };

/** Returns a test that runs in both delivery modes, each on its own deployment, at the same time as the others. */
function itInBothModes(name: string, test: (deployment: DeploymentUnderTest) => Promise<void>): void {
  it.concurrent.each(DELIVERY_MODES)(`%s: ${name}`, (mode) => withDeployment({ mode, app: 'actions-app' }, test));
}

function comments(deployment: DeploymentUnderTest) {
  return deployment.endpoint.frameioState.commentsOf(deployment.endpoint.file.id).map(({ text }) => text);
}

/** Sends a request. Repeats it as Frame.io does if no handler started, because the machine is busy. */
async function act(deployment: DeploymentUnderTest, change: object): ReturnType<DeploymentUnderTest['act']> {
  const answer = await deployment.act(change);
  if (answer.status !== 503 || deployment.queue.messages.length > 0) return answer;
  deployment.clock.advance(LOCK_MS);
  return await act(deployment, change);
}

itInBothModes('answers a handler that hangs, and its repeats, with one message', async (deployment) => {
  const request = () => act(deployment, { type: 'hangs' });
  const started = request();
  await until(() => deployment.queue.messages.length > 0);
  const [first, ...others] = await Promise.all([started, request(), request(), request(), request()]);
  expect(first).toMatchObject({ status: 200, body: { title: 'Hangs', description: expect.any(String) } });
  // On a busy machine, a repeat may give up before it sees the answer. It must not get another one.
  const answered = others.filter(({ status }) => status !== 503);
  expect(answered).toEqual(answered.map(() => first));
  expect(await request()).toEqual(first);
  await deployment.drain();
  expect(comments(deployment)).toEqual(['before the end of the time']);
});

itInBothModes('answers with a message if SQS does not respond', async (deployment) => {
  deployment.sqs.fault = 'hang_after_processing';
  expect(await act(deployment, { type: 'form', data: DATA })).toMatchObject({ status: 200, body: { title: 'Form' } });
  deployment.sqs.fault = undefined;
  await deployment.drain();
  expect(comments(deployment)).toEqual(['cold false x']);
});

itInBothModes(
  'answers with a message if DynamoDB stops responding after the handler has started',
  async (deployment) => {
    deployment.dynamoDb.fault = () => (deployment.queue.messages.length > 0 ? 'hang' : undefined);
    expect(await act(deployment, { type: 'hangs' })).toMatchObject({ status: 200, body: { title: 'Hangs' } });
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(comments(deployment)).toEqual(['before the end of the time']);
  },
);
