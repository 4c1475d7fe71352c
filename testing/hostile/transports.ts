import type { GenuineRequest } from './genuine-request.ts';
import type { HostileCase } from './hostile-case.ts';

const METHODS = ['GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'get'];

/** Signed requests with another method than POST, in both payload formats of API Gateway. */
export const OTHER_METHODS: readonly HostileCase[] = METHODS.flatMap((method) => [
  [`the method ${method}`, ({ delivery }) => ({ ...delivery, requestContext: { http: { method } } })],
  [`the method ${method}, in payload v1`, ({ delivery: { headers, body } }) => ({ headers, body, httpMethod: method })],
]);

const INCOMPLETE: readonly (readonly [string, unknown])[] = [
  ['an event with headers null', { headers: null, body: '{}' }],
  ['an event with body null', { headers: {}, body: null }],
  ['an event without a request context', { headers: {}, body: '{}' }],
  ['an event with request context null', { headers: {}, body: '{}', requestContext: null }],
  [
    'an event with all parts null',
    { headers: null, multiValueHeaders: null, body: null, requestContext: null, httpMethod: null },
  ],
  ['an event without parts', {}],
  ['an event that is null', null],
  ['an event that is a list', []],
  ['an event that is a string', 'file.ready'],
  ['a batch of a queue', { Records: [{ messageId: '1', body: '{}', eventSource: 'aws:sqs' }] }],
];

/** Events that are no request of Frame.io. */
export const INCOMPLETE_EVENTS: readonly HostileCase[] = INCOMPLETE.map(([name, event]) => [name, () => event]);

/** Genuine requests as each AWS service with HTTP passes them on. */
export const EVENT_SHAPES: readonly HostileCase[] = [
  ['a genuine request', ({ delivery }) => delivery],
  [
    'a genuine request without a request context',
    ({ delivery: { rawPath, headers, body } }) => ({ rawPath, headers, body }),
  ],
  [
    'header names in upper case',
    ({ delivery }) => ({ ...delivery, headers: mapEntries(delivery, (name, value) => [name.toUpperCase(), value]) }),
  ],
  [
    'headers in multiValueHeaders only',
    ({ delivery }) => ({
      httpMethod: 'POST',
      path: delivery.rawPath,
      headers: null,
      multiValueHeaders: listsOf(delivery),
      body: delivery.body,
    }),
  ],
  [
    'an event of API Gateway, payload v1',
    ({ delivery }) => ({
      version: '1.0',
      resource: delivery.rawPath,
      path: delivery.rawPath,
      httpMethod: 'POST',
      headers: delivery.headers,
      multiValueHeaders: listsOf(delivery),
      requestContext: { httpMethod: 'POST', path: delivery.rawPath, stage: '$default' },
      body: delivery.body,
      isBase64Encoded: false,
    }),
  ],
  [
    'an event of a load balancer',
    ({ delivery }) => ({
      requestContext: { elb: { targetGroupArn: 'arn' } },
      httpMethod: 'POST',
      path: delivery.rawPath,
      queryStringParameters: {},
      headers: delivery.headers,
      body: delivery.body,
      isBase64Encoded: false,
    }),
  ],
  [
    'an event of a function URL, body in base64',
    ({ delivery }) => ({
      version: '2.0',
      rawPath: delivery.rawPath,
      headers: delivery.headers,
      requestContext: {
        domainName: 'id.lambda-url.us-east-1.on.aws',
        http: { method: 'POST', path: delivery.rawPath },
      },
      body: Buffer.from(delivery.body).toString('base64'),
      isBase64Encoded: true,
    }),
  ],
];

type Delivery = GenuineRequest['delivery'];

function listsOf(delivery: Delivery): object {
  return mapEntries(delivery, (name, value) => [name, [value]]);
}

function mapEntries(
  { headers }: Delivery,
  change: (name: string, value: string) => readonly [string, unknown],
): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => change(name, value)));
}
