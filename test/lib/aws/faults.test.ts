import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsClientOptions } from '../../../lib/aws/aws-client.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';
import {
  CANARY,
  clientFor,
  command,
  halfBody,
  html,
  inTurn,
  ok,
  type Respond,
  refusal,
  reset,
  silence,
} from './faulty-service.ts';

/** A fault of the service, and its expected outcome. */
interface Fault {
  readonly fault: string;
  readonly outcome: string;
  readonly respond: Respond;
  readonly options?: AwsClientOptions;
  /** Expected error. Without it, the call succeeds. */
  readonly error?: object;
  readonly requests: number;
  /** Upper limit of each wait between attempts, in ms. */
  readonly waits?: readonly number[];
}

const FAULTS: readonly Fault[] = [
  {
    fault: '500',
    outcome: 'is sent again with growing waits, then fails with its name',
    respond: refusal(500, 'InternalServiceError'),
    error: {
      code: 'aws_service_error',
      service: 'sqs',
      operation: 'GetQueueAttributes',
      awsCode: 'InternalServiceError',
      status: 500,
      message: 'AWS sqs answered GetQueueAttributes with InternalServiceError (status 500).',
    },
    requests: 3,
    waits: [500, 1_000],
  },
  {
    fault: '503',
    outcome: 'is sent again',
    respond: inTurn(refusal(503, 'ServiceUnavailable'), ok),
    requests: 2,
    waits: [500],
  },
  {
    fault: 'a page of HTML with status 503',
    outcome: 'is sent again, then fails without a name',
    respond: html,
    error: { code: 'aws_service_error', awsCode: undefined, status: 503 },
    requests: 3,
    waits: [500, 1_000],
  },
  ...[
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
    'RequestThrottled',
  ].map((name) => ({
    fault: `a throttle named ${name}`,
    outcome: 'is sent again after a wait',
    respond: inTurn(refusal(400, `com.amazonaws.some.version#${name}`), ok),
    requests: 2,
    waits: [500],
  })),
  {
    fault: 'a denied call',
    outcome: 'fails at once with its name',
    respond: refusal(400, 'AccessDeniedException'),
    error: { code: 'aws_service_error', awsCode: 'AccessDeniedException', status: 400 },
    requests: 1,
  },
  {
    fault: 'a name with a namespace',
    outcome: 'has no namespace in the error',
    respond: refusal(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'),
    error: { awsCode: 'ConditionalCheckFailedException' },
    requests: 1,
  },
  {
    fault: 'a name in the header only',
    outcome: 'has no URL in the error',
    respond: (response) =>
      json(response, 400, {}, { 'x-amzn-errortype': 'QueueDoesNotExist:http://internal.amazon.com/coral/' }),
    error: { awsCode: 'QueueDoesNotExist' },
    requests: 1,
  },
  {
    fault: 'a malformed name',
    outcome: 'is not in the error',
    respond: refusal(400, `<${CANARY}>`),
    error: { awsCode: undefined, status: 400 },
    requests: 1,
  },
  {
    fault: 'a redirect',
    outcome: 'is not followed',
    respond: (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    error: { code: 'aws_service_error', status: 302 },
    requests: 1,
  },
  {
    fault: 'a success that is not JSON',
    outcome: 'fails with an error that says so',
    respond: (response) => response.writeHead(200).end(`<html>${CANARY}`),
    error: { code: 'aws_unreachable', message: expect.stringContaining('status 200 with a body that is not JSON') },
    requests: 1,
  },
  {
    fault: 'a success without a body',
    outcome: 'succeeds',
    respond: (response) => response.writeHead(200).end(),
    requests: 1,
  },
  {
    fault: 'a connection that is reset',
    outcome: 'is made again',
    respond: inTurn(reset, ok),
    requests: 2,
    waits: [500],
  },
  {
    fault: 'a connection that is reset each time',
    outcome: 'fails after three attempts',
    respond: reset,
    error: {
      code: 'aws_unreachable',
      service: 'sqs',
      operation: 'GetQueueAttributes',
      message: expect.stringContaining('ECONNRESET'),
    },
    requests: 3,
    waits: [500, 1_000],
  },
  { fault: 'half a body', outcome: 'is requested again', respond: inTurn(halfBody, ok), requests: 2, waits: [500] },
  {
    fault: 'no response to the only attempt',
    outcome: 'fails at the deadline of the call',
    respond: silence,
    options: { timeoutMs: 1_000, maxAttempts: 1 },
    error: { code: 'aws_unreachable', message: expect.stringContaining('the call timed out') },
    requests: 1,
  },
  {
    fault: 'no response to the first of three attempts',
    outcome: 'leaves the other attempts their share of the time',
    respond: inTurn(silence, ok),
    options: { timeoutMs: 1_500 },
    requests: 2,
    waits: [500],
  },
];

let server: ScriptedServer;
afterEach(() => server?.close());

describe('AwsClient.send with a faulty service', () => {
  it.each(FAULTS)('$fault $outcome', async ({ respond, options, error, requests, waits = [] }) => {
    server = await scriptedServer(respond);
    const clock = testClock();
    const result = await clientFor(server, { clock, ...options })
      .send(command())
      .catch((e: unknown) => e);
    if (error) expect(result).toMatchObject(error);
    else expect(result).not.toBeInstanceOf(Error);
    expect(inspect(result, { depth: null })).not.toContain('canary');
    expect(server.seen).toHaveLength(requests);
    expect(clock.waits).toHaveLength(waits.length);
    waits.forEach((most, index) => {
      expect(clock.waits[index]).toBeLessThan(most);
    });
  });

  it('tries three times when the server refuses the connection', async () => {
    server = await scriptedServer(ok);
    await server.close();
    const clock = testClock();
    await expect(clientFor(server, { clock }).send(command())).rejects.toMatchObject({
      code: 'aws_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.waits).toHaveLength(2);
  });
});
