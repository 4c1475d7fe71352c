import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { withEnvironment } from '../../support/environment.ts';
import { runningSqs } from '../../support/running-sqs.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'key',
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_SQS: undefined,
};
const AT_ONCE = { maxMessages: 10, waitSeconds: 0 };

let restore: () => void;
beforeEach(() => {
  restore = withEnvironment(ENVIRONMENT);
});
afterEach(() => restore());

describe('SqsQueue', () => {
  let running: Awaited<ReturnType<typeof runningSqs>>;
  let queue: SqsQueue;
  beforeEach(async () => {
    running = await runningSqs({ queues: [{ name: 'deliveries' }] });
    process.env.AWS_ENDPOINT_URL_SQS = running.endpoint;
    queue = new SqsQueue(running.urlOf('deliveries'));
  });
  afterEach(() => running.stop());

  async function receiveOne(visibilitySeconds?: number) {
    const [message] = await queue.receive({ ...AT_ONCE, visibilitySeconds });
    if (!message) throw new Error('The queue has no message.');
    return message;
  }
  const stored = () => running.sqs.queue('deliveries');

  it('receives a sent message unchanged, with its attributes', async () => {
    const body = JSON.stringify({ text: 'Grüße 🎬 "quoted"\n' });
    const attributes = { reason: 'it failed', errorCode: 'not_found' };
    await queue.send(body, { attributes });
    const { sentAt, ...message } = await receiveOne();
    expect(message).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body,
      attributes,
      receiveCount: 1,
    });
    expect(Math.abs(Date.now() - sentAt)).toBeLessThan(60_000);
  });

  it('omits empty attributes and replaces characters that SQS refuses', async () => {
    await queue.send('x', { attributes: { empty: '', reason: '\u001b[31mred\u0000 \ud800 🎬\n' } });
    expect(await receiveOne()).toMatchObject({ attributes: { reason: '\ufffd[31mred\ufffd \ufffd 🎬\n' } });
  });

  it('does not receive a delayed message', async () => {
    await queue.send('later', { delaySeconds: 900 });
    expect(await queue.receive(AT_ONCE)).toEqual([]);
    expect(stored().counts).toEqual({ visible: 0, delayed: 1, in_flight: 0 });
  });

  it('receives a hidden message again when its visibility timeout is set to 0, with a higher receive count', async () => {
    await queue.send('again');
    const { receiptHandle } = await receiveOne(30);
    expect(await queue.receive(AT_ONCE)).toEqual([]);
    await queue.changeVisibility(receiptHandle, 0);
    expect(await receiveOne()).toMatchObject({ body: 'again', receiveCount: 2 });
  });

  it('deletes a received message', async () => {
    await queue.send('x');
    await queue.delete((await receiveOne()).receiptHandle);
    expect(stored().messages).toEqual([]);
  });

  it('receives at most maxMessages', async () => {
    for (const body of ['1', '2', '3']) await queue.send(body);
    expect(await queue.receive({ ...AT_ONCE, maxMessages: 2 })).toHaveLength(2);
  });

  it('stops receiving when the caller aborts', async () => {
    const abortSignal = AbortSignal.timeout(20);
    const received = queue.receive({ maxMessages: 1, waitSeconds: 20, abortSignal });
    await expect(received).rejects.toMatchObject({ code: 'aws_unreachable' });
  });

  it('rejects with the error code of SQS', async () => {
    const missing = new SqsQueue(queue.url.replace('deliveries', 'missing'));
    await expect(missing.send('x')).rejects.toMatchObject({ awsCode: 'QueueDoesNotExist', operation: 'SendMessage' });
    await expect(queue.send('x'.repeat(1_048_577))).rejects.toMatchObject({ code: 'aws_service_error', status: 400 });
  });
});

describe('SqsQueue without an endpoint in the environment', () => {
  it('sends requests to the host of the queue URL', async () => {
    const server = await scriptedServer((response) => json(response, 200, {}));
    const url = `${server.url}/123456789012/deliveries`;
    await new SqsQueue(url).delete('receipt');
    expect(server.seen).toMatchObject([
      { url: '/', body: JSON.stringify({ QueueUrl: url, ReceiptHandle: 'receipt' }) },
    ]);
    await server.close();
  });
});

it('rejects with an unknown outcome when the checksum in the response is wrong', async () => {
  const server = await scriptedServer((response) => json(response, 200, { MD5OfMessageBody: '0'.repeat(32) }));
  const queue = new SqsQueue(
    'https://sqs.eu-west-1.amazonaws.com/1/deliveries',
    createSqsClient({ endpoint: server.url }),
  );
  await expect(queue.send('x')).rejects.toMatchObject({
    code: 'aws_unreachable',
    operation: 'SendMessage',
    isOutcomeUnknown: true,
  });
  expect(server.seen).toHaveLength(1);
  await server.close();
});

it('sends no attributes if each is empty', async () => {
  const server = await scriptedServer((response) => json(response, 200, {}));
  const url = `${server.url}/123456789012/deliveries`;
  await new SqsQueue(url).send('x', { attributes: { empty: '' } }).catch(() => 'The response has no checksum.');
  expect(server.seen).toMatchObject([{ body: JSON.stringify({ QueueUrl: url, MessageBody: 'x' }) }]);
  await server.close();
});
