import { describe, expect, it } from '@jest/globals';
import { App, endpointHandler, RESOURCE_OF_EVENT, type WebhookEventName } from 'frameio-lambda';
import { hostileDeliveries, signedDelivery, webhookBody, webhookEvent } from 'frameio-lambda/testing';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';

const SECRET = 'a-signing-secret';
const NAMES = Object.keys(RESOURCE_OF_EVENT).filter((name): name is WebhookEventName => name in RESOURCE_OF_EVENT);

const app = new App({ signingSecrets: SECRET, logger: { debug() {}, info() {}, warn() {}, error() {} } });
app.onWebhook('file.ready', () => undefined);

describe('webhookEvent', () => {
  it.each(NAMES)('returns %s as the app parses it', (name) => {
    const parsed = parseDelivery(JSON.stringify(webhookBody(name, { resourceId: 'the-resource' })));
    expect(parsed).toEqual({ kind: 'webhook', event: webhookEvent(name, { resourceId: 'the-resource' }) });
  });

  it('has the type of the event', () => {
    const event = webhookEvent('comment.created', { userId: 'me' });
    const type: 'comment.created' = event.type;
    expect([type, event.resource.type, event.userId]).toEqual(['comment.created', 'comment', 'me']);
  });
});

describe('signedDelivery', () => {
  it('is verified by an app with the same secret only', async () => {
    const handler = await endpointHandler(app);
    expect(await handler(signedDelivery(webhookBody('file.ready'), { secret: SECRET }))).toMatchObject({
      statusCode: 200,
    });
    const forged = signedDelivery(webhookBody('file.ready'), { secret: 'another-signing-secret' });
    expect(await handler(forged)).toMatchObject({ statusCode: 401 });
  });

  it('signs a text unchanged, at any time, for any path', () => {
    expect(
      signedDelivery('{ }', { secret: SECRET, timestamp: 1_700_000_000, path: '/a', requestId: 'id' }),
    ).toMatchObject({
      rawPath: '/a',
      requestContext: { requestId: 'id', http: { path: '/a' } },
      headers: {
        'x-frameio-request-timestamp': '1700000000',
        // printf 'v0:1700000000:{ }' | openssl dgst -sha256 -hmac a-signing-secret
        'x-frameio-signature': 'v0=da5df9b20dca43ab266be8b2b9360266b18c480ce25db45fd892e683055ab3cc',
      },
      body: '{ }',
    });
  });
});

describe('hostileDeliveries', () => {
  it.each(hostileDeliveries())('lists how an endpoint in this process answers: $status to $name', async (delivery) => {
    const handler = await endpointHandler(app);
    expect(await handler(delivery.event({ secret: SECRET }))).toMatchObject({ statusCode: delivery.status });
  });
});
