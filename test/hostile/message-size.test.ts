import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../lib/app/app.ts';
import type { EndpointHandler } from '../../lib/endpoint/endpoint.ts';
import { endpointHandler } from '../../lib/endpoint/endpoint-handler.ts';
import { queuedEndpointHandler } from '../../lib/endpoint/queued-endpoint-handler.ts';
import { SqsDeliveryQueue } from '../../lib/queue/delivery-queue.ts';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { response } from '../support/endpoint-under-test.ts';
import { withEnvironment } from '../support/environment.ts';
import { signedDelivery, webhookEvent } from '../support/events.ts';
import { MemoryLogger } from '../support/memory-logger.ts';

const SECRET = 'a-signing-secret';
const MAX_BODY_BYTES = 2_000_000;
/** Largest message of SQS, the body of the delivery and the JSON around it (SQS quotas). */
const MAX_MESSAGE_BYTES = 1_048_576;

let sqs: Sqs;
let server: LocalServer;
let queue: SqsDeliveryQueue;
let logger: MemoryLogger;
let restoreEnvironment: () => void;
beforeEach(async () => {
  sqs = await Sqs.start({ queues: [{ name: 'deliveries' }] });
  server = await listen(sqs.listener);
  restoreEnvironment = withEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_ENDPOINT_URL_SQS: server.url,
  });
  queue = new SqsDeliveryQueue(queueUrl(server.url, 'deliveries'));
  logger = new MemoryLogger();
});
afterEach(async () => {
  restoreEnvironment();
  await server.close();
});

async function inlineEndpoint(): Promise<EndpointHandler> {
  const app = new App({ logger, signingSecrets: SECRET });
  app.onWebhook('file.ready', () => Promise.reject(new Error('not now')));
  return await endpointHandler(app, { queue, maxBodyBytes: MAX_BODY_BYTES });
}

const queuedEndpoint = () =>
  queuedEndpointHandler({ queue, logger, signingSecrets: SECRET, maxBodyBytes: MAX_BODY_BYTES });

/** Returns a delivery with a body of that size. */
function deliveryOf(bytes: number) {
  const { payload } = webhookEvent();
  const { length } = JSON.stringify({ ...payload, filler: '' });
  return signedDelivery({ secret: SECRET, body: JSON.stringify({ ...payload, filler: 'x'.repeat(bytes - length) }) });
}

describe.each([
  { mode: 'inline', endpoint: inlineEndpoint, notStored: response(500, 'failed') },
  { mode: 'queued', endpoint: queuedEndpoint, notStored: response(503, 'queue_unavailable') },
])('the $mode endpoint, set to read longer bodies than SQS stores', ({ endpoint, notStored }) => {
  it.each([MAX_MESSAGE_BYTES, 1_500_000, MAX_BODY_BYTES])(
    'answers 5xx to a body of %i bytes, logs the reason, and sends nothing to SQS',
    async (bytes) => {
      expect(await (await endpoint())(deliveryOf(bytes))).toEqual(notStored);
      expect(sqs.calls).toEqual([]);
      expect(logger.lines.filter(({ message }) => message === 'event not queued')).toEqual([
        {
          level: 'error',
          message: 'event not queued',
          attributes: expect.objectContaining({ error: expect.anything() }),
        },
      ]);
      const { error } = logger.lines.find(({ message }) => message === 'event not queued')?.attributes ?? {};
      expect(error).toMatchObject({ name: 'MessageTooLongError', code: 'message_too_long' });
      expect(String(error)).toMatch(/at most \d+ bytes, but this delivery has \d+/);
    },
  );

  it('queues a body of a million bytes unchanged', async () => {
    const delivery = deliveryOf(1_000_000);
    expect(await (await endpoint())(delivery)).toEqual(response(202, 'queued'));
    expect(sqs.queue('deliveries').messages.map(({ body }) => JSON.parse(body).body)).toEqual([delivery.body]);
  });
});
